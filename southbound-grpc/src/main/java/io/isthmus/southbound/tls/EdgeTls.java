package io.isthmus.southbound.tls;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.isthmus.domain.trust.ControllerIdentity;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 and nothing older, by the JDK: it needs no native library to be unpacked into a directory
 * that may run programs, which hardened containers lack, and says in its exceptions why it refuses.
 * A client may show no certificate: it can enrol, and nothing else.
 */
public final class EdgeTls {
  private EdgeTls() {}

  /** Asks for the controller's certificate and the trusted roots at each handshake anew. */
  public static SslContext context(ControllerIdentity identity, EdgeCertificates certificates) {
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forServer(new LiveKeyManager(identity)), SslProvider.JDK)
          .trustManager(new EdgeTrustManager(certificates))
          .clientAuth(ClientAuth.OPTIONAL)
          .protocols("TLSv1.3")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
  }
}
