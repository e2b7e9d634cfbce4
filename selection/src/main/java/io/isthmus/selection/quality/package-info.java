/**
 * What was measured of a path in a window of time. Values only: who measures and who keeps them
 * stands elsewhere.
 */
@NullMarked
package io.isthmus.selection.quality;

import org.jspecify.annotations.NullMarked;
