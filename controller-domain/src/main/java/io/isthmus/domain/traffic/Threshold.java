package io.isthmus.domain.traffic;

/**
 * Where an objective counts as broken, and where as kept again. Between the two it stays as it was.
 *
 * @param enter the value beyond which a violation begins
 * @param exit the value that ends it, on the good side of {@code enter}
 */
public record Threshold(double enter, double exit) {}
