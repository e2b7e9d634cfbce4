/** Overlay networks over the edges of a tenant. */
@NullMarked
package io.isthmus.domain.overlay;

import org.jspecify.annotations.NullMarked;
