package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all names in certificates begin with (SPIFFE ID, section 2.1), such as {@code isthmus} or
 * {@code sdwan.example.org}.
 */
public record TrustDomain(String value) {
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
  private static final Pattern EDGE = Pattern.compile("/tenant/([^/]+)/edge/([^/]+)");

  public TrustDomain {
    if (!DOMAIN.matcher(value).matches()) {
      throw new InvalidValue(
          "INVALID_TRUST_DOMAIN",
          "trust domain '%s' is none: use 1-255 lower-case letters, digits, dots, hyphens and underscores"
              .formatted(value));
    }
  }

  /** Name of the controller in its certificate. */
  public String controller() {
    return "spiffe://" + value + "/controller";
  }

  /** Name of an edge in its certificate. */
  public String edge(EdgeKey edge) {
    return "spiffe://%s/tenant/%s/edge/%s".formatted(value, edge.tenant(), edge.edge());
  }

  /** The edge of this name; empty when it is none of an edge of this trust domain. */
  public Optional<EdgeKey> findEdge(String uri) {
    String begin = "spiffe://" + value;
    if (!uri.startsWith(begin)) {
      return Optional.empty();
    }
    Matcher edge = EDGE.matcher(uri.substring(begin.length()));
    if (!edge.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new EdgeKey(Name.of(edge.group(1)), Name.of(edge.group(2))));
    } catch (InvalidValue e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
