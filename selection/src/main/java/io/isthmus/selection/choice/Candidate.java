package io.isthmus.selection.choice;

/**
 * A tunnel that may carry the class.
 *
 * @param path what is measured for it; several candidates may share it
 * @param rank order of preference, 0 first
 * @param weight share relative to others, 1-256
 * @param cost of sending, relative
 */
public record Candidate(String id, String path, int rank, int weight, double cost) {}
