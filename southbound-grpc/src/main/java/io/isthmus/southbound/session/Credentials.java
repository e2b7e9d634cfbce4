package io.isthmus.southbound.session;

import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import io.isthmus.southbound.tls.EdgeCertificate;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one stream is let in by: the certificate that it stands on until another is issued over it,
 * and the roots that its edge was told. Used from the session's mailbox only, but for {@link
 * #standsOn} and {@link #admitted}.
 */
final class Credentials {
  /** An edge needs one in hours; this bounds what a hijacked one can make the controller sign. */
  private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(1);

  private final EdgeTrust trust;
  private final @Nullable SocketAddress address;
  private volatile EdgeCertificate certificate;
  private volatile @Nullable UUID identity;

  private long validUntilNanos;
  private boolean renewing;
  private long renewableAtNanos;
  private List<X509Certificate> told = List.of();
  private boolean bundleIsDue;
  private long bundleAtNanos;

  Credentials(
      EdgeTrust trust, EdgeCertificate certificate, @Nullable SocketAddress address, long now) {
    this.trust = trust;
    this.certificate = certificate;
    this.address = address;
    this.validUntilNanos = validUntil(now);
    this.renewableAtNanos = now;
  }

  EdgeCertificate certificate() {
    return certificate;
  }

  @Nullable SocketAddress address() {
    return address;
  }

  /** The ledger knows the certificate as one of this identity. */
  void admitted(UUID toIdentity) {
    identity = toIdentity;
  }

  /** By its id, or by its serial number, where the ledger has not been asked yet. */
  boolean standsOn(EdgeIdentity ended) {
    return ended.id().equals(identity)
        || ended.edge().equals(certificate.edge()) && ended.find(certificate.serial()).isPresent();
  }

  boolean isExpired(long now) {
    return now - validUntilNanos >= 0;
  }

  /** When something has to be done. */
  long wakeAtNanos() {
    return bundleIsDue && bundleAtNanos - validUntilNanos < 0 ? bundleAtNanos : validUntilNanos;
  }

  /** False when one is under way, or the last was only now. */
  boolean beginRenewal(long now) {
    if (renewing || now - renewableAtNanos < 0) {
      return false;
    }
    renewing = true;
    renewableAtNanos = now + BETWEEN_RENEWALS.toNanos();
    return true;
  }

  /** From now on, the stream stands on the new certificate. */
  void renewed(EnrollmentOutcome.Issued issued, long now) {
    renewing = false;
    certificate = trust.certificates().readIssued(issued.chain().getFirst().bytes());
    validUntilNanos = validUntil(now);
  }

  /** The edge is to be told the roots at this time, unless it knows them. */
  void tellRootsAt(long nanos) {
    bundleIsDue = true;
    bundleAtNanos = nanos;
  }

  /** The roots, where the edge is to be told them now. */
  Optional<TrustBundle> takeBundle(long now) {
    if (!bundleIsDue || now - bundleAtNanos < 0) {
      return Optional.empty();
    }
    bundleIsDue = false;
    List<X509Certificate> roots = trust.identity().material().trusted();
    if (roots.equals(told)) {
      return Optional.empty();
    }
    told = roots;
    boolean current =
        trust.identity().material().active().getSubjectX500Principal().equals(certificate.issuer());
    return Optional.of(
        TrustWords.bundle(roots, current ? TrustWords.Renewal.NOT_NEEDED : TrustWords.Renewal.NOW));
  }

  private long validUntil(long now) {
    return now + Duration.between(trust.clock().instant(), certificate.notAfter()).toNanos();
  }
}
