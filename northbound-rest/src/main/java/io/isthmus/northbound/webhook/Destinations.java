package io.isthmus.northbound.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps webhooks from reaching into the controller's own network, where services trust their
 * neighbours (server-side request forgery): whoever may declare a webhook may not ask the cloud's
 * metadata service, the database or the controller itself.
 *
 * <p>A name is checked when it is declared and again before each attempt, since it may lead
 * elsewhere by then. The JVM keeps what it has resolved for 30 s, so the attempt goes where the
 * check looked.
 */
final class Destinations {
  /** What is not of the public internet beyond what {@link InetAddress} knows (RFC 6890). */
  private static final List<Range> RESERVED =
      List.of(
          Range.of("0.0.0.0", 8),
          Range.of("100.64.0.0", 10),
          Range.of("192.0.0.0", 24),
          Range.of("198.18.0.0", 15),
          Range.of("240.0.0.0", 4),
          Range.of("fc00::", 7),
          Range.of("100::", 64));

  /** IPv6 prefixes with an IPv4 address inside, and at which byte. */
  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(Range.of("64:ff9b::", 96), 12),
          new Embedding(Range.of("64:ff9b:1::", 48), 12),
          new Embedding(Range.of("2002::", 16), 2),
          new Embedding(Range.of("::", 96), 12));

  private final Policy policy;

  /** Which addresses may be reached. */
  enum Policy {
    PUBLIC_ONLY,
    ANY;

    static Policy of(WebhookProperties properties) {
      return properties.allowPrivateAddresses() ? ANY : PUBLIC_ONLY;
    }
  }

  Destinations(Policy policy) {
    this.policy = policy;
  }

  /** Why this URL may not be asked; empty where it may, or where its host is not known now. */
  Optional<String> refusal(URI url) {
    if (policy == Policy.ANY) {
      return Optional.empty();
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host(url)))
          .filter(address -> !isPublic(address))
          .findFirst()
          .map(address -> "%s is no address of the public internet".formatted(host(url)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || RESERVED.stream().anyMatch(range -> range.holds(address))) {
      return false;
    }
    return EMBEDDINGS.stream()
        .filter(embedding -> embedding.range().holds(address))
        .allMatch(embedding -> isPublic(embedding.inner(address)));
  }

  private static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private record Range(byte[] prefix, int bits) {
    static Range of(String prefix, int bits) {
      return new Range(InetAddress.ofLiteral(prefix).getAddress(), bits);
    }

    boolean holds(InetAddress address) {
      byte[] bytes = address.getAddress();
      if (bytes.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((bytes[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private record Embedding(Range range, int at) {
    InetAddress inner(InetAddress outer) {
      byte[] bytes = outer.getAddress();
      try {
        return Inet4Address.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four bytes are an address", e);
      }
    }
  }
}
