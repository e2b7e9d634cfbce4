package io.isthmus.northbound.security;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.trust.Grant;
import io.isthmus.northbound.access.GrantText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Reads what a token's bearer may do. What cannot be read grants nothing, and does not void the
 * rest: an issuer's groups are for other services, too.
 */
final class GrantClaims {
  private static final Logger LOG = LoggerFactory.getLogger(GrantClaims.class);
  private static final int MOST_READ = 1_000;

  private final String grantsClaim;
  private final String groupsClaim;
  private final Map<String, List<Grant>> groups = new TreeMap<>();

  GrantClaims(OidcProperties properties) {
    this.grantsClaim = properties.grantsClaim();
    this.groupsClaim = properties.groupsClaim();
    properties
        .groups()
        .forEach(
            (group, grants) -> groups.put(group, grants.stream().map(GrantText::parse).toList()));
  }

  List<Grant> grants(Jwt token) {
    List<Grant> grants = new ArrayList<>();
    for (String text : texts(token, grantsClaim)) {
      try {
        grants.add(GrantText.parse(text));
      } catch (InvalidValue e) {
        LOG.debug("Claim {} of {} grants nothing: {}", grantsClaim, token.getSubject(), e);
      }
    }
    for (String group : texts(token, groupsClaim)) {
      grants.addAll(groups.getOrDefault(group, List.of()));
    }
    return grants.stream().distinct().toList();
  }

  /** A list of texts, or texts with spaces between, as in {@code scope}. */
  private static List<String> texts(Jwt token, String claim) {
    return switch (value(token.getClaims(), claim)) {
      case String text -> Arrays.asList(text.strip().split("\\s+"));
      case Collection<?> items ->
          items.stream()
              .limit(MOST_READ)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .toList();
      case null, default -> List.of();
    };
  }

  /** A claim whose name has dots goes before a step into objects: some issuers' names are URLs. */
  private static @Nullable Object value(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? value(inner, path.substring(dot + 1))
        : null;
  }
}
