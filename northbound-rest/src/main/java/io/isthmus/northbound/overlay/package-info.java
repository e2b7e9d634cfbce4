/** Overlay networks. */
@NullMarked
package io.isthmus.northbound.overlay;

import org.jspecify.annotations.NullMarked;
