/**
 * Speaks to the edges: their sessions, the configuration pushed to them, the measurements they
 * send.
 */
@NullMarked
package io.isthmus.southbound;

import org.jspecify.annotations.NullMarked;
