package io.isthmus.agent.identity;

import com.google.protobuf.ByteString;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the controller issued, looked at before it replaces anything: an edge that kept a
 * certificate it cannot use would be locked out.
 */
public record Issuance(
    List<X509Certificate> chain, List<X509Certificate> trustBundle, SpiffeId name) {

  public static Issuance of(IssuedIdentity issued, Instant now) throws CertificateException {
    List<X509Certificate> chain = parse(issued.getCertificateChainList());
    List<X509Certificate> bundle = parse(issued.getTrustBundleList());
    X509Certificate own = chain.getFirst();
    SpiffeId name = SpiffeId.of(own);
    SpiffeId said = SpiffeId.edge(name.trustDomain(), issued.getTenant(), issued.getEdge());
    if (!name.equals(said)) {
      throw new CertificateException("it is of " + name + " and comes as that of " + said);
    }
    // The two clocks may differ by a little; how long it is in force is the controller's to say.
    Instant at =
        now.isBefore(own.getNotBefore().toInstant()) ? own.getNotBefore().toInstant() : now;
    Certificates.follow(chain, bundle, at);
    Certificates.requireUse(own, Certificates.CLIENT_AUTH, "clients");
    return new Issuance(chain, bundle, name);
  }

  private static List<X509Certificate> parse(List<ByteString> encoded) throws CertificateException {
    return Certificates.parse(encoded.stream().map(ByteString::toByteArray).toList());
  }

  /**
   * The roots of a bundle, unless nobody here would be trusted by it: the controller that speaks,
   * or the edge itself. It would be the last that the edge heard of any controller.
   */
  public static List<X509Certificate> roots(
      TrustBundle bundle, Identity identity, ControllerTrust trust) throws CertificateException {
    List<X509Certificate> roots = parse(bundle.getCertificatesList());
    if (!trust.wouldHold(roots) && !leadsTo(roots, identity)) {
      throw new CertificateException(
          "neither the controller nor this edge has a certificate that leads to them");
    }
    return roots;
  }

  private static boolean leadsTo(List<X509Certificate> roots, Identity identity) {
    try {
      Certificates.follow(identity.chain(), roots, identity.notBefore());
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  /** The identity with this certificate in place of its last one. */
  public Identity renew(Identity identity) throws CertificateException {
    requireName(identity.spiffeId());
    if (!chain.getFirst().getPublicKey().equals(identity.certificate().getPublicKey())) {
      throw new CertificateException("it is for another key");
    }
    return identity.certified(chain, trustBundle);
  }

  void requireName(SpiffeId expected) throws CertificateException {
    if (!name.equals(expected)) {
      throw new CertificateException("it is of " + name + " and not of " + expected);
    }
  }
}
