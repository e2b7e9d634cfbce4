package io.isthmus.northbound.access;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Grants as people write them: {@code acme:operator}, {@code *:admin}. */
public final class GrantText {
  private GrantText() {}

  /**
   * @throws InvalidValue with code INVALID_GRANT, or that of the tenant's name
   */
  public static Grant parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new InvalidValue(
          "INVALID_GRANT",
          "a grant is TENANT:ROLE, such as acme:operator, or *:ROLE for all tenants: give both");
    }
    Role role = role(text.substring(colon + 1));
    String tenant = text.substring(0, colon);
    return tenant.equals("*") ? Grant.everywhere(role) : Grant.of(Name.of(tenant), role);
  }

  private static Role role(String word) {
    return Arrays.stream(Role.values())
        .filter(role -> role.word().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() ->
            new InvalidValue(
                "INVALID_GRANT",
                "a grant's role is one of %s: give one of them"
                    .formatted(
                        Arrays.stream(Role.values())
                            .map(Role::word)
                            .collect(Collectors.joining(", ")))));
  }
}
