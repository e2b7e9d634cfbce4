/**
 * A selector that predicts violations from what was measured so far. Models are trained offline and
 * come as small versioned resources; this room runs them.
 */
@NullMarked
package io.isthmus.selection.predict;

import org.jspecify.annotations.NullMarked;
