package io.isthmus.selection.choice;

import io.isthmus.selection.sla.Measured;
import io.isthmus.selection.sla.PathState;

/**
 * A candidate as a choice saw it.
 *
 * @param measured in the last second; NaN where it was not
 * @param score what the strategy made of it, lower is better; 0 where it does not score
 */
public record Judged(
    Candidate candidate, PathState state, boolean compliant, Measured measured, double score) {}
