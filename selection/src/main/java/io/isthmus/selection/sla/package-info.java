/**
 * Whether measurements keep an objective, with separate thresholds and windows for leaving and for
 * returning. Pure state machines over explicit time; no clock, no thread, no input or output.
 */
@NullMarked
package io.isthmus.selection.sla;

import org.jspecify.annotations.NullMarked;
