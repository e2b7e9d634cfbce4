package io.isthmus.domain.intent;

/**
 * A resource as it stands in the intent.
 *
 * @param number what edges know it by: edge number, VNI or class number; 0 for kinds without one
 * @param revision the revision that gave it its present value
 */
public record Declared<T>(T value, int number, long revision) {}
