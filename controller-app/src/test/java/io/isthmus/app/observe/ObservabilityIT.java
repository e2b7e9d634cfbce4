package io.isthmus.app.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isthmus.app.observe.SpanReceiver.Received;
import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.pki.BuiltInAuthority;
import io.isthmus.southbound.SouthboundServer;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Metrics, traces, logs, health, dashboards and rules of one controller with a database of its own,
 * which the last test stops.
 */
@ExtendWith(ObservabilityIT.FreshLog.class)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "isthmus.southbound.port=0",
      // Read before what places() says.
      "logging.config=classpath:structured-file.xml",
      "logging.file.name=target/it/observe.json",
      "logging.structured.format.file=ecs",
      "management.opentelemetry.tracing.export.schedule-delay=100ms",
      "spring.datasource.hikari.connection-timeout=1000"
    })
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservabilityIT {
  private static final Name TENANT = Name.of("default");
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final JsonMapper JSON = new JsonMapper();

  private static final Path LOG = Path.of("target", "it", "observe.json");

  private static Path directory;
  private static SpanReceiver receiver;

  @LocalServerPort int port;
  @Autowired private IntentService intents;
  @Autowired private EnrollmentTokens tokens;
  @Autowired private BuiltInAuthority authority;
  @Autowired private SouthboundServer southbound;
  @Autowired private ApplicationContext context;

  @DynamicPropertySource
  static void places(DynamicPropertyRegistry registry) throws IOException {
    directory = Files.createTempDirectory("isthmus-observe");
    receiver = SpanReceiver.start();
    registry.add("isthmus.data-dir", directory::toString);
    registry.add("management.opentelemetry.tracing.export.otlp.endpoint", receiver::endpoint);
  }

  /**
   * Before the controller starts. Contexts of other tests may live on in this JVM, and with them
   * their way of logging.
   */
  static final class FreshLog implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) throws IOException {
      Files.deleteIfExists(LOG);
      LoggingSystem.get(ObservabilityIT.class.getClassLoader()).cleanUp();
    }
  }

  @AfterAll
  static void stop() {
    receiver.close();
  }

  @Test
  @Order(1)
  void oneTraceLeadsFromTheRequestToTheEdgesAcknowledgement() throws Exception {
    intents.change(
        Actor.SYSTEM,
        TENANT,
        "test",
        network ->
            List.of(new Change.PutSite(Samples.site("s")), new Change.PutEdge(Samples.edge(1))));
    String token = enrollmentToken();
    try (TestEdge edge = TestEdge.join(southbound.port(), authority.material().trusted(), token)) {
      ConfigUpdate first = edge.updates.poll(30, TimeUnit.SECONDS);
      assertThat(first).isNotNull();

      HttpResponse<String> changed =
          send(
              asAdmin("/api/v1/tenants/default/edges/e1")
                  .header("Content-Type", "application/merge-patch+json")
                  .header("Prefer", "wait=20")
                  .header("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER))
                  .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"lanSegments\": []}")));

      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
      ConfigUpdate second = edge.updates.poll(30, TimeUnit.SECONDS);
      assertThat(second).isNotNull();
      await(() -> named("record acknowledgement") != null && named("http patch") != null);
      Received request = named("http patch");
      Received change = named("change intent");
      Received push = named("push configuration");
      assertThat(request.parent()).isEqualTo(CALLER);
      assertThat(change.parent()).isEqualTo(request.id());
      assertThat(named("plan edges").parent()).isEqualTo(change.id());
      assertThat(push.parent()).isEqualTo(change.id());
      assertThat(named("apply configuration").parent()).isEqualTo(push.id());
      assertThat(named("record acknowledgement").parent()).isEqualTo(push.id());
      assertThat(named("apply configuration").begin()).isBetween(push.begin(), push.end());
      assertThat(second.getTraceParent()).isEqualTo("00-%s-%s-01".formatted(TRACE, push.id()));
      assertThat(first.getTraceParent()).isNotEqualTo(second.getTraceParent());

      assertLogged(token);
    }
  }

  /** Of the change of the test before, from the controller's own log. */
  private void assertLogged(String token) throws Exception {
    await(() -> line("operation ").isPresent());
    Map<String, String> change = line("revision ").orElseThrow();
    Map<String, String> operation = line("operation ").orElseThrow();
    Map<String, String> edge = line("edge default/e1 connected").orElseThrow();
    assertThat(change)
        .containsEntry("trace.id", TRACE)
        .containsEntry("isthmus.tenant", "default")
        .containsEntry("log.level", "INFO")
        .containsEntry("service.name", "isthmus");
    assertThat(operation)
        .containsEntry("trace.id", TRACE)
        .containsEntry("isthmus.revision", change.get("isthmus.revision"))
        .containsEntry("isthmus.operation", change.get("isthmus.operation"));
    assertThat(edge).containsEntry("isthmus.edge", "e1").containsEntry("isthmus.tenant", "default");
    String log = Files.readString(LOG);
    assertThat(log).doesNotContain(token).doesNotContain(adminToken()).doesNotContain("Bearer ");
  }

  @Test
  @Order(2)
  void metricsAreWhatIsDocumented() throws Exception {
    Exposition live = scrape();
    Map<String, DocumentedMetrics.Row> documented = new TreeMap<>(DocumentedMetrics.read());
    documented.keySet().removeIf(name -> name.startsWith("isthmus_edge_"));

    Map<String, DocumentedMetrics.Row> found = new TreeMap<>();
    live.types.forEach((name, type) -> {
      if (name.startsWith("isthmus_") && !name.endsWith("_seconds_max")) {
        found.put(name, new DocumentedMetrics.Row(type, live.labelsOf(name)));
      }
    });
    assertThat(found).isEqualTo(documented);
  }

  @Test
  @Order(3)
  void dashboardsAndRulesUseWhatThereIs() throws Exception {
    Map<String, Set<String>> known = new HashMap<>(scrape().labels);
    DocumentedMetrics.read().forEach((name, row) -> known.putIfAbsent(name, row.labels()));
    known.put("up", Set.of());
    JsonNode rules = yaml(DEPLOY.resolve("prometheus/isthmus.rules.yaml"));
    List<String> expressions = new ArrayList<>();
    for (JsonNode group : rules.get("groups")) {
      for (JsonNode rule : group.get("rules")) {
        expressions.add(rule.get("expr").stringValue());
        if (rule.has("record")) {
          known.put(rule.get("record").stringValue(), Set.of());
        }
      }
    }
    try (Stream<Path> files = Files.list(DEPLOY.resolve("grafana/dashboards"))) {
      for (Path file : files.toList()) {
        JSON.readTree(Files.readString(file)).findValuesAsString("expr").forEach(expressions::add);
      }
    }

    assertThat(expressions).hasSizeGreaterThan(80);
    Set<String> wrong = new TreeSet<>();
    for (String expression : expressions) {
      PromQl parsed = PromQl.parse(expression);
      assertThat(parsed.selectors()).as(expression).isNotEmpty();
      Set<String> labels = new HashSet<>(Set.of("job", "instance", "le"));
      for (PromQl.Selector selector : parsed.selectors()) {
        Set<String> of = known.get(selector.metric());
        if (of == null) {
          wrong.add(selector.metric() + " in " + expression);
          continue;
        }
        labels.addAll(of);
        selector.labels().stream()
            .filter(
                label -> !of.contains(label) && !label.equals("job") && !label.equals("instance"))
            .forEach(label -> wrong.add(selector.metric() + "{" + label + "}"));
      }
      parsed.grouped().stream()
          .filter(label -> !labels.contains(label))
          .forEach(label -> wrong.add(label + " in " + expression));
    }
    assertThat(wrong).isEmpty();
    assertRunbooks(rules);
    promtool(expressions);
  }

  private static void assertRunbooks(JsonNode rules) throws IOException {
    Set<String> anchors =
        Files.readAllLines(Path.of("..", "docs", "observability.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
            .map(title -> "docs/observability.md#" + title.replace(' ', '-').replace("`", ""))
            .collect(Collectors.toSet());
    for (String runbook : rules.findValuesAsString("runbook")) {
      assertThat(anchors).contains(runbook);
    }
    assertThat(rules.findValuesAsString("runbook"))
        .hasSameSizeAs(rules.findValuesAsString("alert"));
  }

  /** The expressions of dashboards are tried as rules: what Grafana fills in is filled in. */
  private static void promtool(List<String> expressions) throws Exception {
    assumeTrue(run("promtool", "--version") == 0, "promtool is not installed");
    Path all = directory.resolve("all.rules.yaml");
    StringBuilder rules = new StringBuilder("groups:\n- name: all\n  rules:\n");
    for (int i = 0; i < expressions.size(); i++) {
      rules
          .append("  - record: e%d%n    expr: ".formatted(i))
          .append(JSON.writeValueAsString(expressions.get(i).replace("$__rate_interval", "1m")))
          .append('\n');
    }
    Files.writeString(all, rules);
    Path prometheus = DEPLOY.resolve("prometheus");
    assertThat(run("promtool", "check", "rules", all.toString())).isZero();
    assertThat(run("promtool", "check", "rules", prometheus.resolve("isthmus.rules.yaml") + ""))
        .isZero();
    assertThat(
            run(
                "promtool",
                "check",
                "config",
                "--syntax-only",
                prometheus.resolve("prometheus.yaml") + ""))
        .isZero();
    assertThat(run("promtool", "test", "rules", prometheus.resolve("isthmus.test.yaml") + ""))
        .isZero();
  }

  private static int run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (IOException e) {
      return 127;
    }
  }

  @Test
  @Order(4)
  void readinessFollowsTheEdgesPortAndSaysWhyToThoseWhoMayKnow() throws Exception {
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/health/readiness").body()).doesNotContain("southbound");
    assertThat(send(asAdmin("/actuator/health/readiness")).body())
        .contains("southbound")
        .contains("\"db\"");

    southbound.stop();

    HttpResponse<String> unready = send(asAdmin("/actuator/health/readiness"));
    assertThat(unready.statusCode()).isEqualTo(503);
    assertThat(unready.body()).contains("nothing listens");
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    southbound.start();
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
  }

  /** The last one: nothing works after it. */
  @Test
  @Order(5)
  void withoutItsDatabaseTheControllerIsAliveAndNotReady() throws Exception {
    ((AutoCloseable) context.getBean("embeddedPostgres")).close();

    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(503);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  // ------------------------------------------------------------------------------

  private String enrollmentToken() {
    return tokens
        .issue(
            Actor.SYSTEM,
            TENANT,
            new EnrollmentToken.Target.OneEdge(Name.of("e1")),
            1,
            Instant.now().plusSeconds(3_600),
            EnrollmentToken.Approval.GIVEN)
        .secret();
  }

  private static Received named(String name) {
    return receiver.ofTrace(TRACE).stream()
        .filter(span -> span.name().startsWith(name))
        .findFirst()
        .orElse(null);
  }

  /** The first line of that message which names the trace, or names none. */
  private static java.util.Optional<Map<String, String>> line(String message) {
    try {
      return Files.readAllLines(LOG).stream()
          .map(line -> flat(JSON.readTree(line)))
          .filter(line -> line.getOrDefault("message", "").startsWith(message))
          .filter(line -> line.getOrDefault("trace.id", TRACE).equals(TRACE))
          .filter(line -> message.startsWith("edge") || line.containsKey("trace.id"))
          .findFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, String> flat(JsonNode node) {
    Map<String, String> fields = new TreeMap<>();
    node.properties()
        .forEach(field -> {
          if (field.getValue().isObject()) {
            flat(field.getValue())
                .forEach((key, value) -> fields.put(field.getKey() + "." + key, value));
          } else if (field.getValue().isValueNode()) {
            fields.put(field.getKey(), field.getValue().asString());
          }
        });
    return fields;
  }

  private static JsonNode yaml(Path file) throws IOException {
    Object loaded = new org.yaml.snakeyaml.Yaml().load(Files.readString(file));
    return JSON.valueToTree(loaded);
  }

  private Exposition scrape() throws Exception {
    HttpResponse<String> metrics = send(asAdmin("/actuator/prometheus"));
    assertThat(metrics.statusCode()).isEqualTo(200);
    return Exposition.parse(metrics.body());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder asAdmin(String path) throws IOException {
    return request(path).header("Authorization", "Bearer " + adminToken());
  }

  private static String adminToken() throws IOException {
    return Files.readString(directory.resolve("admin-token")).strip();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
