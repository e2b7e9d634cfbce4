package io.isthmus.agent.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An identity as text: lines {@code name: value}, then PEM (RFC 7468), so that {@code openssl}
 * reads it, too. Key and certificate are in one file, so that they can never be of two identities.
 */
final class IdentityFile {

  private static final String HEAD =
      "Who this edge is. Holds its private key: show it to nobody, copy it nowhere.\n";
  private static final String ROOTS = "Trusted roots follow.";
  private static final int LINE = 64;

  private final Map<String, String> values = new HashMap<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> requests = new ArrayList<>();
  private final List<byte[]> chain = new ArrayList<>();
  private final List<byte[]> roots = new ArrayList<>();

  private IdentityFile() {}

  /** The text is not an identity; the message tells nothing of its content. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  static byte[] write(Identity identity) {
    StringBuilder text = new StringBuilder(HEAD);
    value(text, "tenant", identity.tenant());
    value(text, "edge", identity.edge());
    value(text, "instance", Integer.toString(identity.instance()));
    value(
        text,
        "controllers",
        String.join(",", identity.controllers().stream().map(Object::toString).toList()));
    value(text, "token", identity.token());
    block(text, "PRIVATE KEY", identity.key().getEncoded());
    block(text, "CERTIFICATE REQUEST", identity.certificateRequest());
    identity.chain().forEach(certificate -> block(text, "CERTIFICATE", encoded(certificate)));
    text.append(ROOTS).append('\n');
    identity.trustBundle().forEach(root -> block(text, "CERTIFICATE", encoded(root)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What there is of an identity before it is certified. */
  static byte[] write(PendingKey pending) {
    StringBuilder text = new StringBuilder(HEAD);
    value(text, "token", pending.token());
    value(text, "edge", pending.edge());
    block(text, "PRIVATE KEY", pending.key().getEncoded());
    block(text, "CERTIFICATE REQUEST", pending.certificateRequest());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void value(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  private static void block(StringBuilder text, String label, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    text.append("-----BEGIN ").append(label).append("-----\n");
    text.append(lines.encodeToString(der)).append('\n');
    text.append("-----END ").append(label).append("-----\n");
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Identity readIdentity(byte[] bytes) throws Damaged {
    IdentityFile file = parse(bytes);
    try {
      Identity identity =
          new Identity(
              file.value("tenant"),
              file.value("edge"),
              Integer.parseInt(file.value("instance")),
              ControllerAddress.parseAll(file.value("controllers")),
              file.value("token"),
              privateKey(single(file.keys)),
              single(file.requests),
              Certificates.parse(file.chain),
              Certificates.parse(file.roots));
      SpiffeId.of(identity.certificate());
      if (!KeyPairs.belongTogether(identity.key(), identity.certificate().getPublicKey())) {
        throw new Damaged("its key is not the key of its certificate");
      }
      return identity;
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new Damaged("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  static PendingKey readPending(byte[] bytes) throws Damaged {
    IdentityFile file = parse(bytes);
    try {
      return new PendingKey(
          file.value("token"),
          file.value("edge"),
          privateKey(single(file.keys)),
          single(file.requests));
    } catch (GeneralSecurityException e) {
      throw new Damaged("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static IdentityFile parse(byte[] bytes) throws Damaged {
    IdentityFile file = new IdentityFile();
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    List<byte[]> certificates = file.chain;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.equals(ROOTS)) {
        certificates = file.roots;
      } else if (line.startsWith("-----BEGIN ")) {
        int end = lines.subList(i, lines.size()).indexOf(line.replace("BEGIN", "END"));
        if (end < 0) {
          throw new Damaged("a block has no end");
        }
        file.add(line, certificates, String.join("", lines.subList(i + 1, i + end)));
        i += end;
      } else if (line.contains(": ")) {
        int colon = line.indexOf(": ");
        file.values.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return file;
  }

  private void add(String begin, List<byte[]> certificates, String base64) throws Damaged {
    try {
      byte[] der = Base64.getDecoder().decode(base64);
      switch (begin) {
        case "-----BEGIN PRIVATE KEY-----" -> keys.add(der);
        case "-----BEGIN CERTIFICATE REQUEST-----" -> requests.add(der);
        case "-----BEGIN CERTIFICATE-----" -> certificates.add(der);
        default -> throw new Damaged("it has a block of an unknown kind");
      }
    } catch (IllegalArgumentException e) {
      throw new Damaged("a block is no base64");
    }
  }

  private String value(String name) throws Damaged {
    String value = values.get(name);
    if (value == null) {
      throw new Damaged("it has no " + name);
    }
    return value;
  }

  private static byte[] single(List<byte[]> blocks) throws Damaged {
    if (blocks.size() != 1) {
      throw new Damaged("it has " + blocks.size() + " keys or requests and not one");
    }
    return blocks.getFirst();
  }

  private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
