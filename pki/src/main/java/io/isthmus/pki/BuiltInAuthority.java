package io.isthmus.pki;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.CertificateAuthority;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.RootStore;
import io.isthmus.domain.trust.RootStore.Root;
import io.isthmus.domain.trust.SecretBox;
import io.isthmus.domain.trust.TrustDomain;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The authority that the controller brings. All replicas share its roots; each makes a key and a
 * certificate of its own to prove itself to edges, and renews it.
 *
 * <p>When a root gets a successor, the old one signs the new one's key (a crossing) and forgets its
 * own. The controller shows crossings, so edges that know the old root alone believe it at once;
 * edges' own certificates of either root are taken until the overlap is over.
 *
 * <p>Reads are of an immutable state and never wait; {@link #keepCurrent} and {@link #rotate} use
 * the store.
 */
public final class BuiltInAuthority
    implements CertificateIssuer, CertificateAuthority, ControllerIdentity {
  /** A root gets a successor by itself when it has less left. */
  static final Duration LEAST_LEFT_OF_ROOT = Duration.ofDays(365);

  private static final int URI = 6;
  private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

  private final TrustDomain domain;
  private final RootStore store;
  private final SecretBox box;
  private final AuditLog audit;
  private final Lives lives;
  private final Clock clock;
  private final CertificateMint mint;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private volatile State state;

  /**
   * How long things last.
   *
   * @param server of the controller's own certificate, which is renewed after two thirds
   * @param overlap from a root's successor until the root is trusted no more
   */
  public record Lives(Duration server, Duration overlap) {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(365);

    public Lives {
      require("isthmus.security.certificate-life", server);
      require("isthmus.security.root-overlap", overlap);
    }

    private static void require(String setting, Duration value) {
      if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("%s %s is outside 10s-365d".formatted(setting, value));
      }
    }
  }

  /** What was made from the stored roots. */
  private record State(Lineage lineage, Material material) {}

  private BuiltInAuthority(
      TrustDomain domain,
      RootStore store,
      SecretBox box,
      AuditLog audit,
      Lives lives,
      Clock clock) {
    this.domain = domain;
    this.store = store;
    this.box = box;
    this.audit = audit;
    this.lives = lives;
    this.clock = clock;
    this.mint = new CertificateMint(domain);
    this.state = fresh(load());
  }

  /** Makes the first root where there is none. */
  public static BuiltInAuthority start(
      TrustDomain domain,
      RootStore store,
      SecretBox box,
      AuditLog audit,
      Lives lives,
      Clock clock) {
    return new BuiltInAuthority(domain, store, box, audit, lives, clock);
  }

  // -------------------------------------------------------------------------- for admission

  @Override
  public Request read(Der request) {
    return CertificateRequests.read(request);
  }

  @Override
  public Issued issue(Request request, EdgeKey edge, Duration life) {
    Lineage lineage = state.lineage();
    Instant now = clock.instant();
    PublicKey key = CertificateRequests.key(request.der());
    X509Certificate certificate = mint.edge(lineage.signer(), key, edge, now, life);
    List<Der> chain = new ArrayList<>();
    chain.add(der(certificate));
    lineage.crossings(now).forEach(cross -> chain.add(der(cross)));
    return new Issued(chain, certificate.getSerialNumber(), certificate.getNotAfter().toInstant());
  }

  @Override
  public EdgeCertificate readIssued(Der der) {
    X509Certificate certificate;
    try {
      certificate = CertificateMint.parse(der.bytes());
      if (certificate.getExtendedKeyUsage() == null
          || !certificate.getExtendedKeyUsage().contains(CLIENT_AUTHENTICATION)
          || !isIssuedHere(certificate)) {
        throw foreign();
      }
      return new EdgeCertificate(
          edge(certificate),
          certificate.getSerialNumber(),
          Fingerprint.of(certificate.getPublicKey().getEncoded()),
          certificate.getNotAfter().toInstant());
    } catch (CertificateException e) {
      throw foreign();
    }
  }

  @Override
  public List<Der> trustBundle() {
    return state.material().trusted().stream().map(BuiltInAuthority::der).toList();
  }

  @Override
  public Fingerprint currentRoot() {
    return der(state.material().active()).fingerprint();
  }

  // -------------------------------------------------------------------------- for the listener

  @Override
  public Material material() {
    return state.material();
  }

  @Override
  public void whenChanged(Runnable listener) {
    listeners.add(listener);
  }

  // -------------------------------------------------------------------------- for administrators

  @Override
  public List<RootView> roots() {
    Lineage lineage = state.lineage();
    Instant now = clock.instant();
    List<RootView> views = new ArrayList<>();
    for (int i = lineage.stored().size() - 1; i >= 0; i--) {
      views.add(view(lineage.stored().get(i), lineage.certificates().get(i), now));
    }
    return List.copyOf(views);
  }

  @Override
  public RootView rotate(Actor actor) {
    keepCurrent();
    Lineage before = state.lineage();
    Instant now = clock.instant();
    before.stored().stream()
        .filter(root -> root.retiresAt().isPresent() && Lineage.isTrusted(root, now))
        .findFirst()
        .ifPresent(older -> {
          throw new InvalidValue(
              "OVERLAP_LASTS",
              "root %d is still trusted, until %s: rotate after that"
                  .formatted(older.generation(), older.retiresAt().orElseThrow()));
        });
    succeed(actor, before, now);
    keepCurrent();
    return roots().getFirst();
  }

  /**
   * Takes over what other replicas did and what time has brought: retired roots, a certificate of
   * the controller's own that has to be renewed, a root that needs a successor. Called every
   * second.
   */
  public synchronized void keepCurrent() {
    State before = state;
    Instant now = clock.instant();
    Lineage lineage = before.lineage().isOf(store) ? before.lineage() : load();
    if (leftOf(lineage.signer().certificate(), now).compareTo(LEAST_LEFT_OF_ROOT) < 0
        && lineage.trusted(now).size() == 1) {
      succeed(Actor.SYSTEM, lineage, now);
      lineage = load();
    }
    boolean changed =
        lineage != before.lineage()
            || !lineage.trusted(now).equals(before.material().trusted())
            || isDue(before.material().chain().getFirst(), now);
    if (changed) {
      state = fresh(lineage);
      listeners.forEach(Runnable::run);
    }
  }

  // -------------------------------------------------------------------------- roots

  private Lineage load() {
    List<Root> stored = store.roots();
    if (stored.isEmpty()) {
      // Where another replica comes first, its root is the first one.
      store.add(newRoot(1, Optional.empty(), clock.instant()), clock.instant());
      stored = store.roots();
    }
    try {
      return Lineage.of(stored, box);
    } catch (IllegalStateException e) {
      throw new PkiException(
          "the key of the certification authority's root cannot be read: " + e.getMessage(),
          "Restore database and master key file from backups of the same controller.",
          e);
    }
  }

  private void succeed(Actor actor, Lineage before, Instant now) {
    Root old = before.newest();
    Root successor = newRoot(old.generation() + 1, Optional.of(before.signer()), now);
    if (store.add(successor, now.plus(lives.overlap()))) {
      audit.append(
          List.of(
              AuditEntry.done(
                      now,
                      Optional.<Name>empty(),
                      actor,
                      "ROTATE_ROOT",
                      "certificate-authority/roots/" + successor.generation())
                  .changing(Optional.of(words(old)), Optional.of(words(successor)))));
    }
  }

  private static Map<String, Object> words(Root root) {
    return Map.of(
        "generation", root.generation(), "fingerprint", root.certificate().fingerprint().hex());
  }

  private Root newRoot(int generation, Optional<CertificateMint.Signer> older, Instant now) {
    KeyPair key = P256.generate();
    X509Certificate certificate = mint.root(key, generation, now);
    return new Root(
        generation,
        der(certificate),
        older.map(signer -> der(mint.cross(certificate, signer, now))),
        Optional.of(box.seal(Lineage.purpose(generation), key.getPrivate().getEncoded())),
        now,
        Optional.empty());
  }

  private RootView view(Root root, X509Certificate certificate, Instant now) {
    RootState part = RootState.RETIRED;
    if (root.retiresAt().isEmpty()) {
      part = RootState.ACTIVE;
    } else if (Lineage.isTrusted(root, now)) {
      part = RootState.OVERLAPPING;
    }
    return new RootView(
        root.generation(),
        root.certificate().fingerprint(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        part,
        root.retiresAt());
  }

  // -------------------------------------------------------------------------- the controller's own

  /** A new key each time; it is never stored. */
  private State fresh(Lineage lineage) {
    Instant now = clock.instant();
    KeyPair key = P256.generate();
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(mint.server(lineage.signer(), key.getPublic(), now, lives.server()));
    chain.addAll(lineage.behindTheController(now));
    return new State(
        lineage,
        new Material(
            chain, key.getPrivate(), lineage.trusted(now), lineage.signer().certificate()));
  }

  private boolean isDue(X509Certificate certificate, Instant now) {
    return leftOf(certificate, now).compareTo(lives.server().dividedBy(3)) < 0;
  }

  private static Duration leftOf(X509Certificate certificate, Instant now) {
    return Duration.between(now, certificate.getNotAfter().toInstant());
  }

  // -------------------------------------------------------------------------- certificates of
  // edges

  private boolean isIssuedHere(X509Certificate certificate) {
    return state.lineage().certificates().stream().anyMatch(root -> isSignedBy(certificate, root));
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate root) {
    if (!certificate.getIssuerX500Principal().equals(root.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(root.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private EdgeKey edge(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null || names.size() != 1) {
      throw foreign();
    }
    List<?> name = names.iterator().next();
    if (!Integer.valueOf(URI).equals(name.getFirst())) {
      throw foreign();
    }
    return domain.findEdge(String.valueOf(name.get(1))).orElseThrow(BuiltInAuthority::foreign);
  }

  private static InvalidValue foreign() {
    return new InvalidValue(
        "CERTIFICATE_FOREIGN",
        "the last certificate was not issued by this controller to an edge: join with a new enrolment token");
  }

  private static Der der(X509Certificate certificate) {
    try {
      return Der.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
