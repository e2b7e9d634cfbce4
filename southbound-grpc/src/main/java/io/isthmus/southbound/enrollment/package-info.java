/** Serves devices that have no certificate in force yet: the way in, and the way back in. */
@NullMarked
package io.isthmus.southbound.enrollment;

import org.jspecify.annotations.NullMarked;
