/** From intent to the configuration of each edge. Pure, and deterministic to the byte. */
@NullMarked
package io.isthmus.domain.plan;

import org.jspecify.annotations.NullMarked;
