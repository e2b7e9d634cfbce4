package io.isthmus.agent.identity;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 to a controller, by the JDK's own engine: it is in the ahead-of-time cache, where OpenSSL
 * would be a native library of its own for each process.
 *
 * <p>Each context has a session cache of its own and serves one connection, so that no session is
 * ever resumed: a resumed one would go by the certificate that it was made with.
 */
public final class ClientTls {

  private ClientTls() {}

  /** For a stream or a renewal in the name of an identity. */
  public static SslContext of(Identity identity, ControllerTrust trust) {
    return context(new IdentityKeyManager(identity), trust);
  }

  /** For who has no certificate that counts. */
  public static SslContext anonymous(ControllerTrust trust) {
    return context(null, trust);
  }

  private static SslContext context(@Nullable IdentityKeyManager keys, ControllerTrust trust) {
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .protocols("TLSv1.3")
            .trustManager(trust);
    if (keys != null) {
      builder.keyManager(keys);
    }
    try {
      return builder.build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS 1.3", e);
    }
  }

  /** A literal needs no resolver, nor its threads. */
  public static NettyChannelBuilder to(ControllerAddress address, SslContext tls) {
    return builder(address).sslContext(tls).disableRetry();
  }

  private static NettyChannelBuilder builder(ControllerAddress address) {
    try {
      return NettyChannelBuilder.forAddress(
          new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
    } catch (IllegalArgumentException e) {
      return NettyChannelBuilder.forAddress(address.host(), address.port());
    }
  }
}
