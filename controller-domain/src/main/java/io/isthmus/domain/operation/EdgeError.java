package io.isthmus.domain.operation;

/**
 * Why an edge refused its configuration.
 *
 * @param resource key of the planned resource at fault, such as {@code wan-link/internet}; empty
 *     when the configuration as a whole is
 * @param code stable, as in the southbound contract, without its prefix: {@code INTERFACE}
 * @param message the edge's and its kernel's own words
 */
public record EdgeError(String resource, String code, String message) {}
