package io.isthmus.southbound.fake;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.isthmus.pki.TestAuthority;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** Dials as an edge does. Each channel has a TLS session of its own. */
public final class MutualTls {
  private MutualTls() {}

  public static ManagedChannel dial(
      InetSocketAddress address, TestAuthority authority, TestAuthority.Credentials credentials) {
    return dial(address, authority, Optional.of(credentials), "TLSv1.3");
  }

  /** As an edge that trusts what it trusted then. */
  public static ManagedChannel dial(
      InetSocketAddress address,
      X509ExtendedTrustManager trust,
      TestAuthority.Credentials credentials) {
    return dial(address, trust, Optional.of(credentials), "TLSv1.3");
  }

  /** With no certificate. */
  public static ManagedChannel dial(InetSocketAddress address, TestAuthority authority) {
    return dial(address, authority, Optional.empty(), "TLSv1.3");
  }

  public static ManagedChannel dial(
      InetSocketAddress address,
      TestAuthority authority,
      Optional<TestAuthority.Credentials> credentials,
      String protocol) {
    return dial(address, authority.trust(), credentials, protocol);
  }

  private static ManagedChannel dial(
      InetSocketAddress address,
      X509ExtendedTrustManager trust,
      Optional<TestAuthority.Credentials> credentials,
      String protocol) {
    SslContextBuilder tls =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .trustManager(trust)
            .protocols(protocol);
    credentials.ifPresent(
        own -> tls.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
    try {
      return NettyChannelBuilder.forAddress(address)
          .sslContext(tls.build())
          .maxInboundMessageSize(32 << 20)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
