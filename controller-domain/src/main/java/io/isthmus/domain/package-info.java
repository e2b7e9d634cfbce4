/**
 * The model and its rules: immutable values, pure decisions and the ports that adapters implement.
 * Nothing here knows Spring, JPA, JSON or gRPC.
 */
@NullMarked
package io.isthmus.domain;

import org.jspecify.annotations.NullMarked;
