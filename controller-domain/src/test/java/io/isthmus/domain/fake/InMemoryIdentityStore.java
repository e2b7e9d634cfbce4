package io.isthmus.domain.fake;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.IdentityStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The ledger in memory, beside an intent in memory. A change that throws leaves no trace. */
public final class InMemoryIdentityStore implements IdentityStore {
  private static final Comparator<EdgeIdentity> NEWEST_FIRST =
      Comparator.comparing(EdgeIdentity::isActive)
          .thenComparing(EdgeIdentity::enrolledAt)
          .thenComparing(EdgeIdentity::change)
          .reversed();

  private final InMemoryStore intent;
  private final AuditLog log;
  private Map<UUID, Kept> tokens = new LinkedHashMap<>();
  private Map<UUID, EnrollmentRequest> requests = new LinkedHashMap<>();
  private Map<UUID, EdgeIdentity> identities = new LinkedHashMap<>();
  private long change;

  public InMemoryIdentityStore(InMemoryStore intent, AuditLog log) {
    this.intent = intent;
    this.log = log;
    intent.whenRemoved(this::removed);
  }

  @Override
  public synchronized <T> T change(Function<Ledger, T> work) {
    Map<UUID, Kept> tokensBefore = new LinkedHashMap<>(tokens);
    Map<UUID, EnrollmentRequest> requestsBefore = new LinkedHashMap<>(requests);
    Map<UUID, EdgeIdentity> identitiesBefore = new LinkedHashMap<>(identities);
    Staged staged = new Staged();
    try {
      T result = work.apply(staged);
      log.append(staged.entries);
      return result;
    } catch (RuntimeException e) {
      tokens = tokensBefore;
      requests = requestsBefore;
      identities = identitiesBefore;
      throw e;
    }
  }

  private synchronized void removed(EdgeKey edge, Instant at) {
    identities.replaceAll((id, identity) ->
        identity.edge().equals(edge) && identity.isActive()
            ? identity.ended(EdgeIdentity.State.REMOVED, "edge removed", at).at(++change)
            : identity);
    requests.replaceAll((id, request) ->
        request.edge().equals(edge) && isOpen(request)
            ? request.in(EnrollmentRequest.State.LAPSED)
            : request);
    tokens.replaceAll((id, kept) ->
        isOpenFor(kept.token(), edge) ? new Kept(kept.token().withdrawn(at), kept.secret()) : kept);
  }

  private static boolean isOpen(EnrollmentRequest request) {
    return request.state() == EnrollmentRequest.State.PENDING
        || request.state() == EnrollmentRequest.State.APPROVED;
  }

  private static boolean isOpenFor(EnrollmentToken token, EdgeKey edge) {
    return token.withdrawnAt().isEmpty()
        && token.tenant().equals(edge.tenant())
        && token.target().equals(new EnrollmentToken.Target.OneEdge(edge.edge()));
  }

  @Override
  public synchronized Optional<Kept> findToken(UUID id) {
    return Optional.ofNullable(tokens.get(id));
  }

  @Override
  public synchronized List<EnrollmentToken> tokens(Name tenant) {
    return tokens.values().stream()
        .map(Kept::token)
        .filter(token -> token.tenant().equals(tenant))
        .sorted(Comparator.comparing(EnrollmentToken::createdAt).reversed())
        .toList();
  }

  @Override
  public synchronized Optional<EnrollmentRequest> findRequest(Name tenant, UUID id) {
    return Optional.ofNullable(requests.get(id))
        .filter(request -> request.edge().tenant().equals(tenant));
  }

  @Override
  public synchronized List<EnrollmentRequest> requests(Name tenant) {
    return requests.values().stream()
        .filter(request -> request.edge().tenant().equals(tenant))
        .sorted(Comparator.comparing(EnrollmentRequest::requestedAt).reversed())
        .toList();
  }

  @Override
  public synchronized List<EdgeIdentity> newestIdentities() {
    Map<EdgeKey, EdgeIdentity> newest = new HashMap<>();
    identities.values().stream()
        .sorted(NEWEST_FIRST)
        .forEach(identity -> newest.putIfAbsent(identity.edge(), identity));
    return List.copyOf(newest.values());
  }

  @Override
  public synchronized List<EdgeIdentity> identities(EdgeKey edge) {
    return identities.values().stream()
        .filter(identity -> identity.edge().equals(edge))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  @Override
  public synchronized List<EdgeIdentity> changedAfter(long after) {
    return identities.values().stream()
        .filter(identity -> identity.change() > after)
        .sorted(Comparator.comparingLong(EdgeIdentity::change))
        .toList();
  }

  @Override
  public synchronized void proven(Map<UUID, Instant> times) {
    times.forEach((id, at) ->
        identities.computeIfPresent(
            id,
            (key, identity) -> identity.provenAt().isPresent() ? identity : identity.proven(at)));
  }

  private final class Staged implements Ledger {
    private final List<AuditEntry> entries = new ArrayList<>();

    @Override
    public Optional<Name> findSite(EdgeKey edge) {
      return intent
          .load()
          .findTenant(edge.tenant())
          .flatMap(network -> network.findEdge(edge.edge()))
          .map(found -> found.site());
    }

    @Override
    public Optional<Kept> findToken(UUID id) {
      return InMemoryIdentityStore.this.findToken(id);
    }

    @Override
    public void addToken(EnrollmentToken token, Fingerprint secret) {
      tokens.put(token.id(), new Kept(token, secret));
    }

    @Override
    public void updateToken(EnrollmentToken token) {
      tokens.computeIfPresent(token.id(), (id, kept) -> new Kept(token, kept.secret()));
    }

    @Override
    public List<EnrollmentToken> openTokens(EdgeKey edge) {
      return tokens.values().stream()
          .map(Kept::token)
          .filter(token -> isOpenFor(token, edge))
          .toList();
    }

    @Override
    public Optional<EnrollmentRequest> findRequest(UUID id) {
      return Optional.ofNullable(requests.get(id));
    }

    @Override
    public Optional<EnrollmentRequest> findRequest(UUID token, Fingerprint key) {
      return all()
          .filter(request -> request.token().equals(token) && request.key().equals(key))
          .findFirst();
    }

    @Override
    public List<EnrollmentRequest> openRequests(Name tenant) {
      return all()
          .filter(request -> request.edge().tenant().equals(tenant) && isOpen(request))
          .toList();
    }

    private Stream<EnrollmentRequest> all() {
      return requests.values().stream();
    }

    @Override
    public void save(EnrollmentRequest request) {
      requests.put(request.id(), request);
    }

    @Override
    public List<EdgeIdentity> identities(EdgeKey edge) {
      return InMemoryIdentityStore.this.identities(edge);
    }

    @Override
    public EdgeIdentity save(EdgeIdentity identity) {
      EdgeIdentity placed = identity.at(++change);
      identities.put(placed.id(), placed);
      return placed;
    }

    @Override
    public void audit(AuditEntry entry) {
      entries.add(entry);
    }
  }
}
