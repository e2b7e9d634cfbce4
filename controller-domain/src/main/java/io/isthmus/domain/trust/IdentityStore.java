package io.isthmus.domain.trust;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The ledger of identities, with the tokens and requests that lead to them. It is changed by one at
 * a time, so that what a change has read is so until it commits, and changes have an order that
 * whoever follows them sees whole.
 */
public interface IdentityStore {
  /** A token as it is kept. */
  record Kept(EnrollmentToken token, Fingerprint secret) {}

  /**
   * Runs the work in one transaction, alone among all replicas; when the work throws, nothing was
   * changed.
   */
  <T> T change(Function<Ledger, T> work);

  Optional<Kept> findToken(UUID id);

  /** Newest first. */
  List<EnrollmentToken> tokens(Name tenant);

  Optional<EnrollmentRequest> findRequest(Name tenant, UUID id);

  /** Newest first. */
  List<EnrollmentRequest> requests(Name tenant);

  /** The newest identity of each edge that has ever had one. */
  List<EdgeIdentity> newestIdentities();

  /** All identities of one edge, newest first, as far as they are kept. */
  List<EdgeIdentity> identities(EdgeKey edge);

  /** Identities that changed after the given change, in the order of their changes. */
  List<EdgeIdentity> changedAfter(long change);

  /** Certificates of these identities were presented. Says nothing to those who follow changes. */
  void proven(Map<UUID, Instant> times);

  /** The ledger while nobody else changes it. */
  interface Ledger {
    /** The site of the edge; empty when the intent has no such edge. */
    Optional<Name> findSite(EdgeKey edge);

    Optional<Kept> findToken(UUID id);

    void addToken(EnrollmentToken token, Fingerprint secret);

    /** How often it was used, and whether it was withdrawn. */
    void updateToken(EnrollmentToken token);

    /** Tokens for this edge alone that are not withdrawn. */
    List<EnrollmentToken> openTokens(EdgeKey edge);

    Optional<EnrollmentRequest> findRequest(UUID id);

    Optional<EnrollmentRequest> findRequest(UUID token, Fingerprint key);

    /** Requests that are PENDING or APPROVED, of the whole tenant. */
    List<EnrollmentRequest> openRequests(Name tenant);

    /** Adds or replaces. */
    void save(EnrollmentRequest request);

    /** Newest first, as far as they are kept. */
    List<EdgeIdentity> identities(EdgeKey edge);

    /**
     * Adds or replaces; gives it the next place among the changes. Others are told once this
     * commits.
     */
    EdgeIdentity save(EdgeIdentity identity);

    void audit(AuditEntry entry);
  }
}
