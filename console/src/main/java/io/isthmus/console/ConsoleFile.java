package io.isthmus.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A file of the console, ready to be sent as it is or compressed. Safe for any thread. */
final class ConsoleFile {
  private static final int SMALLEST_COMPRESSED = 512;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json");

  private final String type;
  private final byte[] plain;
  private final String hash;
  private volatile byte @Nullable [] compressed;

  ConsoleFile(String name, byte[] plain) {
    this.type =
        TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain; charset=utf-8");
    this.plain = plain;
    this.hash = hash(plain);
  }

  String type() {
    return type;
  }

  /** The same for the same bytes, and never for others. */
  String hash() {
    return hash;
  }

  byte[] plain() {
    return plain;
  }

  String text() {
    return new String(plain, StandardCharsets.UTF_8);
  }

  boolean isWorthCompressing() {
    return plain.length >= SMALLEST_COMPRESSED;
  }

  /** By gzip, once for all who ask. */
  byte[] compressed() {
    byte[] known = compressed;
    if (known == null) {
      known = gzip(plain);
      compressed = known;
    }
    return known;
  }

  static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
