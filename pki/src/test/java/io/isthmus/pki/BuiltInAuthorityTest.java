package io.isthmus.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.InMemoryRootStore;
import io.isthmus.domain.fake.MovableClock;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.CertificateAuthority.RootState;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.RootStore;
import io.isthmus.domain.trust.SecretBox;
import io.isthmus.domain.trust.TrustDomain;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class BuiltInAuthorityTest {
  private static final TrustDomain DOMAIN = new TrustDomain("isthmus");
  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration OVERLAP = Duration.ofDays(7);
  private static final EdgeKey EDGE = new EdgeKey(Name.of("default"), Name.of("e1"));
  private static final Actor ADMIN = Actor.user("admin", "192.0.2.1");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryRootStore store = new InMemoryRootStore();
  private final InMemoryAuditLog audit = new InMemoryAuditLog();
  private final SecretBox box = new AesSecretBox(new SecretKeySpec(new byte[32], "AES"), "k");
  private final BuiltInAuthority authority = over(store, box);
  private final KeyPair key = P256.generate();

  @Test
  void edgeGetsACertificateInItsNameAlone() throws Exception {
    CertificateIssuer.Issued issued =
        authority.issue(authority.read(TestRequests.of(key, "CN=controller,O=evil")), EDGE, LIFE);

    X509Certificate certificate = CertificateMint.parse(issued.chain().getFirst().bytes());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "spiffe://isthmus/tenant/default/edge/e1"));
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=e1,O=default");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getNotBefore()).isEqualTo(Date.from(clock.instant().minusSeconds(300)));
    assertThat(certificate.getNotAfter()).isEqualTo(Date.from(clock.instant().plus(LIFE)));
    assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
    assertLeadsTo(certificates(issued.chain()), root());
    assertThat(authority.readIssued(issued.chain().getFirst()))
        .isEqualTo(
            new CertificateIssuer.EdgeCertificate(
                EDGE,
                issued.serial(),
                Fingerprint.of(key.getPublic().getEncoded()),
                issued.notAfter()));
  }

  @Test
  void serialsNeverRepeat() {
    assertThat(Stream.generate(() -> issue().serial()).limit(50).distinct()).hasSize(50);
  }

  @Test
  void controllerShowsItsNameAndTheRoot() throws Exception {
    List<X509Certificate> chain = authority.material().chain();

    assertThat(chain.getFirst().getSubjectAlternativeNames())
        .containsExactly(List.of(6, "spiffe://isthmus/controller"));
    assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(chain).last().isEqualTo(root());
    assertThat(authority.currentRoot()).isEqualTo(Fingerprint.of(root().getEncoded()));
    assertLeadsTo(chain, root());
  }

  @Test
  void controllersCertificateIsNotTakenForAnEdges() throws Exception {
    assertForeign(Der.of(authority.material().chain().getFirst().getEncoded()));
    assertForeign(Der.of(root().getEncoded()));
    assertForeign(Der.of(new byte[] {1, 2, 3}));
  }

  @Test
  void certificateOfAnotherAuthorityIsForeign() {
    BuiltInAuthority other = over(new InMemoryRootStore(), box);

    assertForeign(
        other.issue(other.read(TestRequests.of(key, "CN=x")), EDGE, LIFE).chain().getFirst());
  }

  @Test
  void controllersCertificateIsRenewedAfterTwoThirds() {
    AtomicInteger changes = new AtomicInteger();
    authority.whenChanged(changes::incrementAndGet);
    X509Certificate first = authority.material().chain().getFirst();

    clock.advance(Duration.ofHours(15));
    authority.keepCurrent();
    assertThat(authority.material().chain().getFirst()).isEqualTo(first);
    clock.advance(Duration.ofHours(2));
    authority.keepCurrent();

    assertThat(authority.material().chain().getFirst()).isNotEqualTo(first);
    assertThat(changes).hasValue(1);
  }

  @Test
  void rotationIsBelievedByWhoKnowsEitherRoot() throws Exception {
    X509Certificate old = root();
    List<X509Certificate> before = certificates(issue().chain());

    authority.rotate(ADMIN);

    X509Certificate next = root();
    assertThat(next).isNotEqualTo(old);
    assertThat(authority.material().trusted()).containsExactly(next, old);
    assertThat(authority.trustBundle()).hasSize(2);
    List<X509Certificate> after = certificates(issue().chain());
    assertLeadsTo(before, old);
    assertLeadsTo(after, next);
    assertLeadsTo(after, old);
    List<X509Certificate> shown = authority.material().chain();
    assertLeadsTo(shown, next);
    assertLeadsTo(shown, old);
    // For tokens made before and after.
    assertThat(shown).contains(old, next);
    assertThat(audit.entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("ROTATE_ROOT");
          assertThat(entry.actor()).isEqualTo(ADMIN);
        });
  }

  @Test
  void oldRootForgetsItsKeyAtOnceAndIsTrustedUntilTheOverlapEnds() throws Exception {
    X509Certificate old = root();
    CertificateIssuer.Issued byOld = issue();
    authority.rotate(ADMIN);
    assertThat(store.roots().getFirst().sealedKey()).isEmpty();
    assertThatThrownBy(() -> authority.rotate(ADMIN))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("still trusted");

    clock.advance(OVERLAP.plusSeconds(1));
    authority.keepCurrent();

    assertThat(authority.material().trusted()).containsExactly(root());
    assertThat(authority.roots())
        .extracting(view -> view.state())
        .containsExactly(RootState.ACTIVE, RootState.RETIRED);
    // An edge that slept all the while finds its way back.
    assertLeadsTo(authority.material().chain(), old);
    assertThat(authority.readIssued(byOld.chain().getFirst()).edge()).isEqualTo(EDGE);
  }

  @Test
  void edgeThatSleptThroughTwoRotationsStillKnowsTheController() throws Exception {
    X509Certificate oldest = root();
    for (int i = 0; i < 2; i++) {
      authority.rotate(ADMIN);
      clock.advance(OVERLAP.plusSeconds(1));
      authority.keepCurrent();
    }

    assertLeadsTo(authority.material().chain(), oldest);
    assertThat(authority.material().chain()).contains(oldest, root());
  }

  @Test
  void replicasShareRoots() {
    BuiltInAuthority other = over(store, box);
    assertThat(other.currentRoot()).isEqualTo(authority.currentRoot());
    assertThat(other.material().chain().getFirst())
        .isNotEqualTo(authority.material().chain().getFirst());

    other.rotate(ADMIN);
    authority.keepCurrent();

    assertThat(authority.currentRoot()).isEqualTo(other.currentRoot());
  }

  @Test
  void rootGetsASuccessorBeforeItEnds() {
    X509Certificate first = root();
    clock.advance(CertificateMint.ROOT_LIFE.minus(Duration.ofDays(300)));

    authority.keepCurrent();

    assertThat(root()).isNotEqualTo(first);
    assertThat(authority.material().trusted()).hasSize(2);
    assertThat(audit.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.actor()).isEqualTo(Actor.SYSTEM));
  }

  @Test
  void anotherMasterKeyIsSaidSo() {
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;

    assertThatThrownBy(() -> over(store, new AesSecretBox(new SecretKeySpec(otherKey, "AES"), "k")))
        .isInstanceOf(PkiException.class);
  }

  private BuiltInAuthority over(RootStore roots, SecretBox withBox) {
    return BuiltInAuthority.start(
        DOMAIN, roots, withBox, audit, new BuiltInAuthority.Lives(LIFE, OVERLAP), clock);
  }

  private CertificateIssuer.Issued issue() {
    return authority.issue(authority.read(TestRequests.of(key, "CN=x")), EDGE, LIFE);
  }

  private X509Certificate root() {
    return authority.material().active();
  }

  private void assertForeign(Der certificate) {
    assertThatThrownBy(() -> authority.readIssued(certificate))
        .isInstanceOf(InvalidValue.class)
        .extracting(e -> ((InvalidValue) e).code())
        .isEqualTo("CERTIFICATE_FOREIGN");
  }

  /** By the JDK's own judgement. */
  private void assertLeadsTo(List<X509Certificate> chain, X509Certificate root)
      throws GeneralSecurityException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(chain.getFirst());
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(clock.instant()));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    assertThat(CertPathBuilder.getInstance("PKIX").build(parameters)).isNotNull();
  }

  private static List<X509Certificate> certificates(List<Der> chain)
      throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Der der : chain) {
      certificates.add(CertificateMint.parse(der.bytes()));
    }
    return certificates;
  }
}
