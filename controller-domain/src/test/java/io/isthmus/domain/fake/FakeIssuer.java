package io.isthmus.domain.fake;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.Fingerprint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An issuer without cryptography. A request is the text {@code csr <key>}, a certificate {@code
 * cert <tenant> <edge> <serial> <key> <end>}.
 */
public final class FakeIssuer implements CertificateIssuer {
  private final Clock clock;
  private final AtomicLong serials = new AtomicLong(1_000);
  private volatile Runnable beforeIssue = () -> {};

  public FakeIssuer(Clock clock) {
    this.clock = clock;
  }

  /** A request for a key. */
  public static Der request(String key) {
    return der("csr " + key);
  }

  /** What is known of that key. */
  public static Fingerprint key(String key) {
    return Fingerprint.of(key.getBytes(StandardCharsets.UTF_8));
  }

  /** What happens while a certificate is being made. */
  public void beforeIssue(Runnable work) {
    beforeIssue = work;
  }

  @Override
  public Request read(Der request) {
    String[] words = words(request);
    if (words.length != 2 || !words[0].equals("csr")) {
      throw new InvalidValue("REQUEST_INVALID", "the request cannot be read: send PKCS#10");
    }
    return new Request(request, key(words[1]));
  }

  @Override
  public EdgeCertificate readIssued(Der certificate) {
    String[] words = words(certificate);
    if (words.length != 6 || !words[0].equals("cert")) {
      throw new InvalidValue("CERTIFICATE_FOREIGN", "the certificate was not issued here");
    }
    return new EdgeCertificate(
        new EdgeKey(Name.of(words[1]), Name.of(words[2])),
        new BigInteger(words[3]),
        key(words[4]),
        Instant.parse(words[5]));
  }

  @Override
  public Issued issue(Request request, EdgeKey edge, Duration life) {
    beforeIssue.run();
    BigInteger serial = BigInteger.valueOf(serials.incrementAndGet());
    Instant end = clock.instant().plus(life);
    String text =
        "cert %s %s %d %s %s"
            .formatted(edge.tenant(), edge.edge(), serial, words(request.der())[1], end);
    return new Issued(List.of(der(text)), serial, end);
  }

  @Override
  public List<Der> trustBundle() {
    return List.of(der("root"));
  }

  @Override
  public Fingerprint currentRoot() {
    return der("root").fingerprint();
  }

  private static Der der(String text) {
    return Der.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String[] words(Der der) {
    return new String(der.bytes(), StandardCharsets.UTF_8).split(" ");
  }
}
