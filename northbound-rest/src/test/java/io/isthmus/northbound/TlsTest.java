package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** REST over TLS by the settings that docs/security.md names. */
@SpringBootTest(
    classes = TestController.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.threads.virtual.enabled=true",
      "spring.main.banner-mode=off",
      "server.ssl.bundle=rest",
      "spring.ssl.bundle.pem.rest.reload-on-update=true",
      "spring.ssl.bundle.watch.file.quiet-period=100ms"
    })
class TlsTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @TempDir static Path directory;

  @LocalServerPort int port;

  @DynamicPropertySource
  static void certificate(DynamicPropertyRegistry registry) throws Exception {
    write(1);
    registry.add(
        "spring.ssl.bundle.pem.rest.keystore.certificate",
        () -> directory.resolve("tls.crt").toString());
    registry.add(
        "spring.ssl.bundle.pem.rest.keystore.private-key",
        () -> directory.resolve("tls.key").toString());
  }

  @Test
  void aCertificateThatIsReplacedIsServed() throws Exception {
    assertThat(served().serial()).isEqualTo(BigInteger.ONE);
    assertThat(served().answer())
        .contains("401", "TOKEN_MISSING")
        .containsIgnoringCase("Strict-Transport-Security: max-age=31536000");

    write(2);

    Instant end = Instant.now().plus(LONGEST);
    while (!served().serial().equals(BigInteger.TWO) && Instant.now().isBefore(end)) {
      Thread.sleep(100);
    }
    assertThat(served().serial()).isEqualTo(BigInteger.TWO);
  }

  private record Served(BigInteger serial, String answer) {}

  private Served served() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/tenants HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return new Served(certificate.getSerialNumber(), answer);
    }
  }

  private static void write(int serial) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    var holder =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(serial),
                Date.from(Instant.now().minusSeconds(60)),
                Date.from(Instant.now().plusSeconds(86_400)),
                name,
                pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    replace("tls.key", new JcaPKCS8Generator(pair.getPrivate(), null));
    replace("tls.crt", holder);
  }

  /** As an issuer's client does it: a file is never half written. */
  private static void replace(String file, Object content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
    Path draft = directory.resolve(file + ".new");
    Files.writeString(draft, text.toString());
    Files.move(draft, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The test looks at the certificate itself. */
  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
