package io.isthmus.southbound.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Takes what {@link EdgeCertificates} takes. */
final class EdgeTrustManager extends X509ExtendedTrustManager {
  private final EdgeCertificates certificates;

  EdgeTrustManager(EdgeCertificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, @Nullable String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    certificates.judge(List.of(chain));
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, @Nullable String authType, @Nullable Socket socket)
      throws CertificateException {
    certificates.judge(List.of(chain));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, @Nullable String authType)
      throws CertificateException {
    certificates.judge(List.of(chain));
  }

  /** Names none, so that a client shows whatever it has, and is told what is wrong with that. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, @Nullable String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, @Nullable String authType, @Nullable Socket socket)
      throws CertificateException {
    throw neverAClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, @Nullable String authType)
      throws CertificateException {
    throw neverAClient();
  }

  private static CertificateException neverAClient() {
    return new CertificateException("the controller dials nobody");
  }
}
