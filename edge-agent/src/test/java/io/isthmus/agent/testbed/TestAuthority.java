package io.isthmus.agent.testbed;

import com.google.protobuf.ByteString;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.Identity;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A certification authority as the controller has one, which also issues what none should. */
public final class TestAuthority {

  public static final String DOMAIN = "isthmus.test";
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final String name;
  private final KeyPair keys = keyPair();
  private final X509Certificate root;

  public TestAuthority(String name) {
    this.name = name;
    this.root = issue(new Order(keys.getPublic(), "", null, Duration.ofDays(3_650)));
  }

  /** A key with its certificate. */
  public record Leaf(PrivateKey key, List<X509Certificate> chain) {}

  /** What to certify; without a use it is an authority. */
  private record Order(PublicKey key, String uri, KeyPurposeId use, Duration life) {}

  public X509Certificate root() {
    return root;
  }

  public static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Expires after the given time, and began a day before it was to last. */
  private X509Certificate issue(Order order) {
    try {
      Instant now = Instant.now();
      Instant begin = order.life.isNegative() ? now.plus(order.life).minusSeconds(60) : now;
      X500Principal issuer = new X500Principal("CN=" + name);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIALS.getAndIncrement()),
              Date.from(begin.minusMillis(999)),
              Date.from(now.plus(order.life)),
              order.use == null ? issuer : new X500Principal("CN=leaf"),
              order.key);
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(order.use == null));
      if (order.use == null) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      } else {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(order.use));
        builder.addExtension(
            Extension.subjectAlternativeName,
            true,
            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, order.uri)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The other's root by this one's key: who trusts this one trusts the other. */
  public X509Certificate crossSign(TestAuthority other) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=" + name),
              BigInteger.valueOf(SERIALS.getAndIncrement()),
              Date.from(Instant.now().minusSeconds(60)),
              Date.from(Instant.now().plus(Duration.ofDays(1))),
              new X500Principal("CN=" + other.name),
              other.keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the controller serves with. */
  public Leaf controller() {
    return leaf(
        "spiffe://" + DOMAIN + "/controller", KeyPurposeId.id_kp_serverAuth, Duration.ofDays(1));
  }

  /** With its root after it. */
  public Leaf leaf(String uri, KeyPurposeId use, Duration life) {
    KeyPair pair = keyPair();
    return new Leaf(
        pair.getPrivate(), List.of(issue(new Order(pair.getPublic(), uri, use, life)), root));
  }

  public X509Certificate edge(PublicKey key, String tenant, String edge, Duration life) {
    String uri = "spiffe://" + DOMAIN + "/tenant/" + tenant + "/edge/" + edge;
    return issue(new Order(key, uri, KeyPurposeId.id_kp_clientAuth, life));
  }

  /** What the controller answers to a request, once it has looked at the signature. */
  public IssuedIdentity issue(byte[] request, String tenant, String edge, Duration life) {
    return issued(edge(publicKey(request), tenant, edge, life), tenant, edge, List.of(root));
  }

  public static PublicKey publicKey(byte[] request) {
    try {
      JcaPKCS10CertificationRequest parsed = new JcaPKCS10CertificationRequest(request);
      PublicKey key = parsed.getPublicKey();
      if (!parsed.isSignatureValid(
          new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder().build(key))) {
        throw new IllegalArgumentException("the request's signature is wrong");
      }
      return key;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public IssuedIdentity issued(
      X509Certificate own, String tenant, String edge, List<X509Certificate> bundle) {
    IssuedIdentity.Builder issued =
        IssuedIdentity.newBuilder()
            .setTenant(tenant)
            .setEdge(edge)
            .addCertificateChain(der(own))
            .addCertificateChain(der(root));
    bundle.forEach(certificate -> issued.addTrustBundle(der(certificate)));
    return issued.build();
  }

  public static ByteString der(X509Certificate certificate) {
    try {
      return ByteString.copyFrom(certificate.getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of an edge that has joined. */
  public Identity identity(
      String tenant, String edge, Duration life, List<ControllerAddress> controllers) {
    try {
      KeyPair pair = keyPair();
      byte[] request =
          new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=edge"), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      return new Identity(
          tenant,
          edge,
          0,
          controllers,
          "00",
          pair.getPrivate(),
          request,
          List.of(edge(pair.getPublic(), tenant, edge, life), root),
          List.of(root));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of an enrolment token that pins this authority's root. */
  public String token(long seed) {
    try {
      byte[] bytes = new byte[80];
      new Random(seed).nextBytes(bytes);
      byte[] pin = MessageDigest.getInstance("SHA-256").digest(root.getEncoded());
      System.arraycopy(pin, 0, bytes, 48, pin.length);
      return "ise1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a server with this certificate that takes clients of this authority, and unknown ones. */
  public SslContext serverTls(Leaf leaf, String protocol) {
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forServer(leaf.key(), leaf.chain()), SslProvider.JDK)
          .trustManager(root)
          .clientAuth(ClientAuth.OPTIONAL)
          .protocols(protocol)
          .build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
