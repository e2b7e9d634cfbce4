/**
 * Speaks to the edges. Here: the listener and its configuration. {@code session} holds the streams
 * and pushes configurations, {@code wire} writes them as messages of the contract.
 */
@NullMarked
package io.isthmus.southbound;

import org.jspecify.annotations.NullMarked;
