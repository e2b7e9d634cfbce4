/** Changes on their way to the edges, and the events that tell of them. */
@NullMarked
package io.isthmus.domain.operation;

import org.jspecify.annotations.NullMarked;
