package io.isthmus.pki;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.InMemoryRootStore;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.SecretBox;
import io.isthmus.domain.trust.TrustDomain;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The built-in authority over a store in memory, and certificates for edges as they should be and
 * as they should not.
 */
public final class TestAuthority {
  public static final TrustDomain DOMAIN = new TrustDomain("isthmus");

  private static final Duration LIFE = Duration.ofHours(24);

  private final InMemoryRootStore store = new InMemoryRootStore();
  private final SecretBox box = new AesSecretBox(new SecretKeySpec(new byte[32], "AES"), "test");
  private final CertificateMint mint = new CertificateMint(DOMAIN);
  private final Clock clock;
  private final BuiltInAuthority authority;

  /**
   * What a client proves itself with.
   *
   * @param chain its own certificate first
   */
  public record Credentials(PrivateKey key, List<X509Certificate> chain) {
    public X509Certificate certificate() {
      return chain.getFirst();
    }
  }

  public TestAuthority(Clock clock) {
    this(clock, new BuiltInAuthority.Lives(LIFE, Duration.ofDays(7)));
  }

  public TestAuthority(Clock clock, BuiltInAuthority.Lives lives) {
    this.clock = clock;
    this.authority =
        BuiltInAuthority.start(DOMAIN, store, box, new InMemoryAuditLog(), lives, clock);
  }

  public BuiltInAuthority authority() {
    return authority;
  }

  public void rotate() {
    authority.rotate(Actor.SYSTEM);
  }

  /** Trusts controllers of this authority, as the edges of this moment do. */
  public X509ExtendedTrustManager trust() {
    return trusting(authority.material().trusted());
  }

  /** Trusts controllers that come from one of these roots. */
  public static X509ExtendedTrustManager trusting(List<X509Certificate> roots) {
    return new ControllerTrust(List.copyOf(roots));
  }

  public static EdgeKey key(String tenant, String edge) {
    return new EdgeKey(Name.of(tenant), Name.of(edge));
  }

  /** Of a device that made its own key and was given a certificate. */
  public static Credentials credentials(KeyPair key, List<Der> chain) {
    return new Credentials(key.getPrivate(), chain.stream().map(TestAuthority::parse).toList());
  }

  public Credentials edge(String tenant, String edge) {
    return edge(key(tenant, edge), LIFE);
  }

  public Credentials edge(EdgeKey edge, Duration life) {
    KeyPair key = P256.generate();
    List<X509Certificate> chain = new ArrayList<>();
    authority
        .issue(authority.read(TestRequests.of(key, "CN=edge")), edge, life)
        .chain()
        .forEach(der -> chain.add(parse(der)));
    return new Credentials(key.getPrivate(), List.copyOf(chain));
  }

  /** From the right root, but long ago. */
  public Credentials expired(EdgeKey edge) {
    KeyPair key = P256.generate();
    Instant then = clock.instant().minus(Duration.ofHours(2));
    return new Credentials(
        key.getPrivate(),
        List.of(mint.edge(signer(), key.getPublic(), edge, then, Duration.ofHours(1))));
  }

  /** From the right root, with a name of somebody else. */
  public Credentials named(String uri) {
    return leaf(uri, KeyPurposeId.id_kp_clientAuth);
  }

  /** From the right root, with the right name, but for servers. */
  public Credentials forServers(EdgeKey edge) {
    return leaf(DOMAIN.edge(edge), KeyPurposeId.id_kp_serverAuth);
  }

  /** As the edge's own, but vouched for by itself. */
  public Credentials selfSigned(EdgeKey edge) {
    KeyPair key = P256.generate();
    X509Certificate own = mint.root(key, 1, clock.instant());
    CertificateMint.Signer itself = new CertificateMint.Signer(own, key.getPrivate());
    X509Certificate certificate =
        mint.leaf(
            itself,
            key.getPublic(),
            CertificateMint.subject(own),
            DOMAIN.edge(edge),
            KeyPurposeId.id_kp_clientAuth,
            clock.instant(),
            LIFE);
    return new Credentials(key.getPrivate(), List.of(certificate));
  }

  private Credentials leaf(String uri, KeyPurposeId purpose) {
    KeyPair key = P256.generate();
    return new Credentials(
        key.getPrivate(),
        List.of(
            mint.leaf(
                signer(),
                key.getPublic(),
                CertificateMint.name("default", "e1"),
                uri,
                purpose,
                clock.instant(),
                LIFE)));
  }

  private CertificateMint.Signer signer() {
    return Lineage.of(store.roots(), box).signer();
  }

  private static X509Certificate parse(Der der) {
    try {
      return CertificateMint.parse(der.bytes());
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
