package io.isthmus.agent.identity;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether what answers is the controller: its certificate is in force, leads to a trusted root, has
 * the controller's SPIFFE name and is for servers. The authority is private and signs nothing else,
 * so that host names would add nothing; they are not looked at.
 */
public final class ControllerTrust extends X509ExtendedTrustManager {

  private final Anchors anchors;
  private final @Nullable String trustDomain;
  private final InstantSource clock;
  private volatile List<X509Certificate> seen = List.of();

  private ControllerTrust(Anchors anchors, @Nullable String trustDomain, InstantSource clock) {
    this.anchors = anchors;
    this.trustDomain = trustDomain;
    this.clock = clock;
  }

  /** Which of what was presented, or of what is known, may end a chain. */
  private interface Anchors {
    List<X509Certificate> among(List<X509Certificate> presented) throws CertificateException;
  }

  /** An edge that has joined: the roots that it was told of, and the trust domain it is in. */
  public static ControllerTrust of(
      List<X509Certificate> roots, String trustDomain, InstantSource clock) {
    List<X509Certificate> known = List.copyOf(roots);
    return new ControllerTrust(presented -> known, trustDomain, clock);
  }

  /** An edge that joins: one root, by its SHA-256, which the controller has to present. */
  static ControllerTrust pinned(byte[] fingerprint, InstantSource clock) {
    return new ControllerTrust(presented -> pinned(presented, fingerprint), null, clock);
  }

  private static List<X509Certificate> pinned(List<X509Certificate> presented, byte[] fingerprint)
      throws CertificateException {
    for (X509Certificate certificate : presented) {
      if (MessageDigest.isEqual(Certificates.fingerprint(certificate), fingerprint)) {
        return List.of(certificate);
      }
    }
    throw new CertificateException(
        "it does not come with the root that the enrolment token names (SHA-256 "
            + Certificates.hex(fingerprint)
            + "): the token is of another controller, or somebody is in between");
  }

  /** What the controller presented, once it was trusted; empty before. */
  List<X509Certificate> seen() {
    return seen;
  }

  /** Whether the controller that was trusted would be, too, with these roots. */
  boolean wouldHold(List<X509Certificate> roots) {
    try {
      if (seen.isEmpty()) {
        return false;
      }
      Certificates.follow(seen, roots, clock.instant());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    List<X509Certificate> presented = List.of(chain);
    try {
      checkInForce(presented.getFirst());
      Certificates.follow(presented, anchors.among(presented), clock.instant());
      SpiffeId name = SpiffeId.of(presented.getFirst());
      if (!name.isController()) {
        throw new CertificateException("it is of " + name + ", which is no controller");
      }
      if (trustDomain != null && !trustDomain.equals(name.trustDomain())) {
        throw new CertificateException(
            "it is of " + name + ", and this edge is in the trust domain " + trustDomain);
      }
      Certificates.requireUse(presented.getFirst(), Certificates.SERVER_AUTH, "servers");
    } catch (CertificateException e) {
      throw new CertificateException(Faults.REFUSED + ": " + e.getMessage());
    }
    seen = presented;
  }

  /** Ahead of everything, since a wrong clock is the likeliest of all faults on a new device. */
  private void checkInForce(X509Certificate certificate) throws CertificateException {
    var now = clock.instant();
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new CertificateException(
          "it is in force from "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", and the clock here says "
              + now
              + ": set the clock where that is wrong, otherwise look at the controller");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("an edge serves nobody");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
