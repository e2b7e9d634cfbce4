package io.isthmus.southbound.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.trust.Der;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Writes certificates as messages of the contract. */
public final class TrustWords {
  private TrustWords() {}

  public static IssuedIdentity issued(EnrollmentOutcome.Issued issued) {
    return IssuedIdentity.newBuilder()
        .addAllCertificateChain(issued.chain().stream().map(TrustWords::bytes).toList())
        .addAllTrustBundle(issued.trustBundle().stream().map(TrustWords::bytes).toList())
        .setTenant(issued.edge().tenant().value())
        .setEdge(issued.edge().edge().value())
        .build();
  }

  /** Whether the edge is to renew its certificate. */
  enum Renewal {
    NOT_NEEDED,
    NOW
  }

  static TrustBundle bundle(List<X509Certificate> roots, Renewal renewal) {
    return TrustBundle.newBuilder()
        .addAllCertificates(roots.stream().map(TrustWords::bytes).toList())
        .setRenewCertificate(renewal == Renewal.NOW)
        .build();
  }

  private static ByteString bytes(Der der) {
    return UnsafeByteOperations.unsafeWrap(der.bytes());
  }

  private static ByteString bytes(X509Certificate certificate) {
    try {
      return UnsafeByteOperations.unsafeWrap(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a root that was read cannot be written", e);
    }
  }
}
