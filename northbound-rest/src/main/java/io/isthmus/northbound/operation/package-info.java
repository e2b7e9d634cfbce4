/** Changes on their way to the edges. */
@NullMarked
package io.isthmus.northbound.operation;

import org.jspecify.annotations.NullMarked;
