/** Measurements, to be run by hand: they are no part of the build. */
@NullMarked
package io.isthmus.southbound.load;

import org.jspecify.annotations.NullMarked;
