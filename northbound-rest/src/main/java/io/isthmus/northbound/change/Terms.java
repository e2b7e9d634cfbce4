package io.isthmus.northbound.change;

/** What a client asks of a request beside its content. */
public record Terms(Preconditions preconditions, Preference preference) {}
