package io.isthmus.domain.trust;

/** API tokens and enrolment tokens, by the hashes of their secrets. */
public interface TokenStore {}
