package io.isthmus.domain.trust;

/** The ledger of identities, and the requests that lead to them. */
public interface IdentityStore {}
