package io.isthmus.lab.incident;

/**
 * Something that was seen while an incident ran its course.
 *
 * @param atMs milliseconds since the impairment began
 * @param seenBy who says so
 */
public record Moment(double atMs, String seenBy, String what) {}
