/**
 * What the controller shows of itself: metrics, health, traces. Reads from everywhere; nothing
 * depends on it.
 */
@NullMarked
package io.isthmus.app.observe;

import org.jspecify.annotations.NullMarked;
