package io.isthmus.southbound.tls;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Tells each stream who is at its other end. Judges the certificate anew for each: a TLS session
 * that is resumed brings the certificate that it began with, whatever happened since.
 */
public final class PeerInterceptor implements ServerInterceptor {
  private static final Context.Key<Peer> PEER = Context.key("peer");

  private final EdgeCertificates certificates;

  public PeerInterceptor(EdgeCertificates certificates) {
    this.certificates = certificates;
  }

  /** Of the present call. */
  public static Peer peer() {
    return PEER.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current().withValue(PEER, peer(call.getAttributes()));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private Peer peer(Attributes attributes) {
    List<X509Certificate> chain = chain(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    var address = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (chain.isEmpty()) {
      return new Peer(address, new Peer.Shown.Nothing());
    }
    try {
      return new Peer(address, new Peer.Shown.Edge(certificates.judge(chain)));
    } catch (CertificateRefused e) {
      return new Peer(address, new Peer.Shown.Unfit(e.reason(), String.valueOf(e.getMessage())));
    }
  }

  private static List<X509Certificate> chain(@Nullable SSLSession session) {
    if (session == null) {
      return List.of();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }
}
