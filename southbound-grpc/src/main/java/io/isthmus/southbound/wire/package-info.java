/**
 * Between the domain's values and the messages of the southbound contract. Pure; nothing else of
 * this module converts.
 */
@NullMarked
package io.isthmus.southbound.wire;

import org.jspecify.annotations.NullMarked;
