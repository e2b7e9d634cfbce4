package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import io.isthmus.domain.trust.TokenStore;
import io.isthmus.northbound.Api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * Every route of the API's description, with every kind of caller, at the caller's tenant, at
 * another, and at one that does not exist: exactly those get past authorization whom {@code
 * roles.txt} lets.
 */
@NorthboundTest
class AuthorizationTest {
  private static final Name OWN = Name.of("authorization-own");
  private static final Name OTHER = Name.of("authorization-other");
  private static final Name NONE = Name.of("authorization-none");
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private final Map<String, String> contentTypes = new TreeMap<>();

  @LocalServerPort int port;
  @Autowired IntentService intents;
  @Autowired TokenStore tokens;

  /** What is written down of a route. */
  private record Expected(Role role, String where) {}

  /** A caller, and what it was granted; who was granted nothing is not let in at all. */
  private record Caller(String name, Optional<String> token, List<Grant> grants) {}

  @BeforeEach
  void declareTenants() {
    intents.createTenant(Actor.SYSTEM, OWN);
    intents.createTenant(Actor.SYSTEM, OTHER);
  }

  @Test
  void exactlyThoseGetPastWhoMay() throws IOException {
    Map<String, Expected> table = table();
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (String route : routes()) {
      Expected expected = table.get(route);
      if (expected == null) {
        continue;
      }
      for (Caller caller : callers()) {
        for (Name tenant : tenants(route)) {
          asked++;
          Answer answer = ask(route, caller, tenant);
          String should = verdict(expected, caller, tenant);
          if (!should.equals(verdict(answer))) {
            wrong.add("%s at %s: %s, got %s".formatted(caller.name(), tenant, should, answer));
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(1_500);
  }

  @Test
  void everyRouteIsWrittenDownAndNoOther() throws IOException {
    assertThat(table().keySet())
        .as("roles.txt says which role each route needs: a new route needs its line")
        .isEqualTo(new TreeSet<>(routes()));
  }

  @Test
  void theDescriptionSaysWhichRolesAreNeeded() throws IOException {
    JsonNode paths = Api.ofRoot(port).get("/v3/api-docs").body().path("paths");

    table()
        .forEach((route, expected) -> {
          String[] words = route.split(" ");
          JsonNode operation = paths.path(words[1]).path(words[0].toLowerCase(Locale.ROOT));
          assertThat(operation.path("x-isthmus-role").asString())
              .as(route)
              .isEqualTo(expected.role().word());
          assertThat(operation.path("x-isthmus-role-in").asString().toLowerCase(Locale.ROOT))
              .as(route)
              .startsWith(expected.where().split("-")[0]);
        });
  }

  /** An answer that tells the two apart would tell who the other customers are. */
  @Test
  void anotherTenantIsAnsweredForAsOneThatDoesNotExist() throws IOException {
    Caller admin = caller("other-admin", Grant.of(OTHER, Role.ADMIN));
    for (String route : routes()) {
      if (!route.contains("{tenant}")) {
        continue;
      }
      Answer foreign = ask(route, admin, OWN);
      Answer missing = ask(route, admin, NONE);

      assertThat(foreign.status()).as(route).isEqualTo(404).isEqualTo(missing.status());
      assertThat(foreign.text().replace(OWN.value(), NONE.value())).isEqualTo(missing.text());
      assertThat(headers(foreign)).isEqualTo(headers(missing));
    }
  }

  private static Map<String, List<String>> headers(Answer answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.response().headers().map());
    headers.keySet().removeAll(List.of("date", "content-length", "connection"));
    return headers;
  }

  private List<Caller> callers() {
    return List.of(
        new Caller("nobody", Optional.empty(), List.of()),
        new Caller("a stranger", Optional.of(TestTokens.text("never made")), List.of()),
        new Caller("nonsense", Optional.of("nonsense"), List.of()),
        caller("own-viewer", Grant.of(OWN, Role.VIEWER)),
        caller("own-orchestrator", Grant.of(OWN, Role.ORCHESTRATOR)),
        caller("own-operator", Grant.of(OWN, Role.OPERATOR)),
        caller("own-admin", Grant.of(OWN, Role.ADMIN)),
        caller("other-admin", Grant.of(OTHER, Role.ADMIN)),
        caller("own-viewer-other-admin", Grant.of(OWN, Role.VIEWER), Grant.of(OTHER, Role.ADMIN)),
        caller("all-viewer", Grant.everywhere(Role.VIEWER)),
        caller("all-operator", Grant.everywhere(Role.OPERATOR)),
        caller("all-admin", Grant.everywhere(Role.ADMIN)));
  }

  private Caller caller(String name, Grant... grants) {
    String text = TestTokens.text(name);
    if (tokens.find(TestTokens.id(name)).isEmpty()) {
      TestTokens.add(tokens, name, Optional.empty(), grants);
    }
    return new Caller(name, Optional.of(text), List.of(grants));
  }

  private static List<Name> tenants(String route) {
    return route.contains("{tenant}") ? List.of(OWN, OTHER) : List.of(OWN);
  }

  /** With a condition that never holds, so that nothing is changed by who may. */
  private Answer ask(String route, Caller caller, Name tenant) {
    String[] words = route.split(" ");
    String path =
        words[1]
            .replace("{tenant}", tenant.value())
            .replaceAll(
                "\\{(token|request|decision|operation|violation)}", TestTokens.id("no").toString())
            .replace("{event}", "1")
            .replaceAll("\\{[a-zA-Z]+}", "no-such-name");
    return Api.ofRoot(port)
        .with(caller.token())
        .send(
            words[0],
            path,
            "",
            "If-Match",
            "\"never\"",
            "Content-Type",
            contentTypes.getOrDefault(route, "application/json"));
  }

  private static String verdict(Answer answer) {
    return switch (answer.status()) {
      case 401 -> "unknown";
      case 403 -> "forbidden";
      case 404 -> answer.code().equals("TENANT_NOT_FOUND") ? "hidden" : "past";
      default -> answer.status() < 500 ? "past" : "failed";
    };
  }

  private static String verdict(Expected expected, Caller caller, Name tenant) {
    if (caller.grants().isEmpty()) {
      return "unknown";
    }
    boolean everywhere =
        caller.grants().stream()
            .anyMatch(grant -> grant.tenant().isEmpty() && grant.role().includes(expected.role()));
    boolean knows =
        caller.grants().stream()
            .anyMatch(grant -> grant.tenant().isEmpty() || grant.tenant().get().equals(tenant));
    boolean here =
        caller.grants().stream()
            .anyMatch(grant ->
                grant.role().includes(expected.role())
                    && (grant.tenant().isEmpty() || grant.tenant().get().equals(tenant)));
    boolean somewhere =
        caller.grants().stream().anyMatch(grant -> grant.role().includes(expected.role()));
    return switch (expected.where()) {
      case "tenant" -> here ? "past" : knows ? "forbidden" : "hidden";
      case "all-of-tenant" -> everywhere ? "past" : knows ? "forbidden" : "hidden";
      case "all" -> everywhere ? "past" : "forbidden";
      case "some" -> somewhere ? "past" : "forbidden";
      default -> throw new IllegalStateException(expected.where());
    };
  }

  private List<String> routes() {
    List<String> routes = new ArrayList<>();
    JsonNode paths = Api.ofRoot(port).get("/v3/api-docs").body().path("paths");
    for (String path : paths.propertyNames()) {
      for (String method : paths.path(path).propertyNames()) {
        if (METHODS.contains(method)) {
          String route = "%s %s".formatted(method.toUpperCase(Locale.ROOT), path);
          routes.add(route);
          paths
              .path(path)
              .path(method)
              .at("/requestBody/content")
              .propertyNames()
              .forEach(type -> contentTypes.put(route, type));
        }
      }
    }
    return routes;
  }

  private static Map<String, Expected> table() throws IOException {
    try (InputStream in = AuthorizationTest.class.getResourceAsStream("roles.txt")) {
      Map<String, Expected> table = new TreeMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\\s+"))
          .forEach(words -> table.put(words[0] + " " + words[1], expected(words)));
      return table;
    }
  }

  private static Expected expected(String[] words) {
    Role role =
        Arrays.stream(Role.values())
            .filter(known -> known.word().equals(words[2]))
            .findFirst()
            .orElseThrow();
    boolean hidesTenant = words[3].equals("all") && words[1].contains("{tenant}");
    return new Expected(role, hidesTenant ? "all-of-tenant" : words[3]);
  }
}
