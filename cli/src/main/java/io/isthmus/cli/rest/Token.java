package io.isthmus.cli.rest;

/**
 * What proves who asks.
 *
 * @param source where it came from, for people
 */
public record Token(String text, String source) {}
