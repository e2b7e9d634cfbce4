package io.isthmus.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.isthmus.cli.show.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IsthmusCommandTest {
  private static final String ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

  private final List<String> requests = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> answers = new HashMap<>();
  private final Deque<String> firstAnswers = new ArrayDeque<>();
  private final List<String> questions = new ArrayList<>();
  private boolean interactive;
  private boolean consent;
  private String input = "";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    environment.put("ISTHMUS_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    environment.put("ISTHMUS_TOKEN", "ist1_secret");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aNewTokenIsAllThatIsWrittenToTheOutput() {
    answers.put("POST /api/v1/tenants/acme/api-tokens", "{\"id\": \"i\", \"token\": \"ist1_new\"}");

    int status =
        run("token", "create", "-n", "acme", "--role", "viewer", "--name", "n", "--ttl", "2d");

    assertThat(status).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("ist1_new");
    assertThat(err.toString()).doesNotContain("ist1_new").contains("not shown again");
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/tenants/acme/api-tokens Bearer ist1_secret"
                + " {\"name\":\"n\",\"role\":\"viewer\",\"ttlSeconds\":172800}");
  }

  @Test
  void grantsForAllTenantsGoToTheControllersOwnTokens() {
    run("token", "create", "--grant", "*:viewer", "--grant", "a:admin", "--name", "n");

    assertThat(requests)
        .containsExactly(
            "POST /api/v1/api-tokens Bearer ist1_secret"
                + " {\"name\":\"n\",\"grants\":[\"*:viewer\",\"a:admin\"]}");
  }

  @Test
  void aListGoesOverAllPages() {
    answers.put(
        "GET /api/v1/api-tokens?limit=500",
        "{\"items\": [{\"id\": \"one\"}], \"nextCursor\": \"abc\"}");
    answers.put(
        "GET /api/v1/api-tokens?limit=500&cursor=abc",
        "{\"items\": [{\"id\": \"two\", \"name\": \"a\\u001b[2Jb\", \"grants\": [\"x:viewer\"]}]}");

    int status = run("get", "tokens", "--all-tenants");

    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("one"))
        .anySatisfy(line -> assertThat(line).startsWith("two").contains("a?[2Jb", "x:viewer"));
  }

  @Test
  void aRefusalIsExplainedAndFails() {
    answers.put(
        "DELETE /api/v1/tenants/default/api-tokens/" + ID,
        "403 {\"code\": \"ROLE_MISSING\", \"detail\": \"this needs role admin\"}");

    int status = run("delete", "token", ID, "--yes");

    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("403 ROLE_MISSING: this needs role admin");
  }

  @Test
  void aTokenThatIsRefusedIsToldWithWhereItCameFrom(@TempDir Path home) throws IOException {
    String refusal =
        "401 {\"code\": \"TOKEN_EXPIRED\", \"detail\": \"expired: ask for a new one\"}";
    Path file = Files.writeString(home.resolve("old.token"), "ist1_old\n");
    firstAnswers.addAll(List.of(refusal, refusal));

    run("get", "sites");
    run("get", "sites", "--token-file", file.toString());

    assertThat(err.toString())
        .contains(
            "401 TOKEN_EXPIRED: expired: ask for a new one", "the token came from ISTHMUS_TOKEN")
        .contains("the token came from " + file);
  }

  @Test
  void whoAsksTooOftenWaitsAndAsksAgain() {
    firstAnswers.addAll(List.of("429 {\"code\": \"TOO_MANY_REQUESTS\"}", "429 {}"));

    int status = run("apply", "-f", "-");

    assertThat(status).isZero();
    assertThat(requests).hasSize(3).containsOnly(requests.getFirst());
  }

  @Test
  void whoIsStillTooOftenIsToldInTheEnd() {
    firstAnswers.addAll(
        Collections.nCopies(6, "429 {\"code\": \"TOO_MANY_REQUESTS\", \"detail\": \"too often\"}"));

    assertThat(run("get", "sites")).isEqualTo(1);
    assertThat(err.toString()).contains("429 TOO_MANY_REQUESTS: too often", "wait a moment");
  }

  @Test
  void whatIsNoControllerIsNotTakenForOne() {
    firstAnswers.add("400 Bad Request\nThis combination of host and port requires TLS.\n");

    assertThat(run("get", "sites")).isEqualTo(1);
    assertThat(err.toString())
        .contains("400: Bad Request This combination of host and port requires TLS.")
        .contains("check --url, and whether it is https");
  }

  @Test
  void whatDoesNotSpeakTlsIsNoMatterOfTrust() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answerInClear(plain));
      String https = "https://127.0.0.1:" + plain.getLocalPort();

      assertThat(run("get", "sites", "--url", https)).isEqualTo(6);
    }
    assertThat(err.toString())
        .contains("does not speak TLS", "http://")
        .doesNotContain("--ca-file");
  }

  private static void answerInClear(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsMissingIsSaidWithWhatThereIs(@TempDir Path home) {
    environment.put("ISTHMUS_CONFIG", home.resolve("c.yaml").toString());

    assertThat(run("get")).isEqualTo(2);
    assertThat(run("token", "list")).isEqualTo(2);
    assertThat(run("plan", "-f", home + "/none.yaml")).isEqualTo(1);
    assertThat(run("context", "set", "bad", "--url", "foo")).isEqualTo(1);
    assertThat(run("get", "sites", "--ca-file", home + "/none.pem")).isEqualTo(1);
    assertThat(run("why", "c", "--at", "2999-01-01T00:00:00Z")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'KIND', one of sites, edges, wan-links")
        .contains("'list': isthmus token has create")
        .contains("there is no file " + home + "/none.yaml")
        .contains("foo is not a URL")
        .contains("there is no file " + home + "/none.pem")
        .contains("2999-01-01T00:00:00Z is yet to come");
    assertThat(requests).isEmpty();
  }

  @Test
  void tokensOfAllTenantsAreNotForgotten() {
    run("get", "tokens");
    run("get", "sites");

    assertThat(err.toString().lines())
        .containsExactly(
            "isthmus: no tokens of tenant default alone; --all-tenants shows all",
            "isthmus: no sites");
  }

  @Test
  void anEventSaysBetweenWhichEdges() {
    answers.put(
        "GET /api/v1/tenants/default/events",
        """
        id: 7
        data: {"id": "7", "type": "io.isthmus.sla.broken", "subject": "traffic-classes/voice",
        data: "data": {"trafficClass": "voice", "sourceEdge": "nice", "destinationEdge": "paris",
        data: "overlay": "on-1", "metric": "RTT_MS", "value": 120, "threshold": 110}}

        """);

    assertThat(run("watch", "--after", "0", "--type", "sla", "--count", "1")).isZero();
    assertThat(run("watch", "--after", "0", "--count", "1", "-o", "yaml")).isZero();
    assertThat(out.toString())
        .contains("traffic-classes/voice  nice to paris by on-1: round trip 120.0 ms > 110.0 ms")
        .contains("---\nid:", "type: io.isthmus.sla.broken");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whoWaitsForNothingIsTold() {
    firstAnswers.add("404 {\"code\": \"NOT_FOUND\", \"detail\": \"did you mean voice?\"}");
    int misspelt = run("watch", "--class", "vioce", "--count", "1");
    int timeUp = run("watch", "--type", "slow", "--count", "2", "--timeout", "1s");

    assertThat(List.of(misspelt, timeUp)).containsExactly(1, 5);
    assertThat(err.toString())
        .contains("did you mean voice?")
        .contains("no type that is known here begins with 'slow'; known are intent.changed")
        .contains("the time was up after 0 of 2 events");
  }

  @Test
  void knownTypesOfEventsAreThoseOfTheReference() throws IOException {
    String page = Files.readString(Path.of("../docs/reference/events.md"));

    assertThat(EventTypes.ALL)
        .containsExactlyElementsOf(
            Pattern.compile("(?m)^\\| `io\\.isthmus\\.([a-z.]+)` \\|")
                .matcher(page)
                .results()
                .map(type -> type.group(1))
                .toList());
  }

  @Test
  void whatIsDeletedIsAgreedToFirst() {
    int nobody = run("delete", "site", "s");
    interactive = true;
    int no = run("delete", "site", "s");
    consent = true;
    int yes = run("delete", "site", "s", "t");

    assertThat(List.of(nobody, no, yes)).containsExactly(2, 1, 0);
    assertThat(questions).contains("Delete sites/s, sites/t of default?");
    assertThat(requests)
        .containsExactly(
            "DELETE /api/v1/tenants/default/sites/s Bearer ist1_secret",
            "DELETE /api/v1/tenants/default/sites/t Bearer ist1_secret");
  }

  @Test
  void onlyATerminalSeesColours() {
    answers.put(
        "GET /api/v1/tenants/default/operations?limit=30",
        "{\"items\": [{\"state\": \"FAILED\"}]}");
    run("get", "operations");
    String plain = out.toString();
    interactive = true;
    run("get", "operations");

    assertThat(plain).contains("FAILED").doesNotContain("\u001b");
    assertThat(out.toString()).contains("\u001b[31mFAILED");
  }

  @Test
  void aFilterThatTheKindLacksIsRefused() {
    int status = run("get", "paths", "--class", "voice");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("--class does not narrow paths", "--edge", "--state");
    run("get", "sites", "--edge", "e");
    assertThat(err.toString()).contains("--edge does not narrow sites: nothing does");
    assertThat(requests).isEmpty();
  }

  @Test
  void aTableOfMeasurementsHasTheNewestPoints() {
    String question = "GET /api/v1/tenants/default/measurements?stepSeconds=60&path=a%2Fw%2Fb%2Fw";
    answers.put(
        question,
        """
        {"series": [{"path": "a/w/b/w", "points": [
          {"at": "2026-07-01T12:00:00Z", "state": "UP", "rttMs": {"mean": 1.5}},
          {"at": "2026-07-01T12:01:00Z", "state": "DOWN", "lossPct": 100}]}]}
        """);

    run("get", "measurements", "a/w/b/w", "--step", "1m", "--limit", "1");
    String table = out.toString();
    run("get", "measurements", "a/w/b/w", "--step", "1m", "-o", "json");

    assertThat(table.lines().skip(1))
        .singleElement()
        .asString()
        .contains("2026-07-01 12:01:00Z", "a/w/b/w", "DOWN", "100 %");
    assertThat(out.toString().substring(table.length()))
        .startsWith("{")
        .contains("\"rttMs\"", "12:00:00Z", "12:01:00Z");
  }

  @Test
  void nothingAnswersIsAnExitCodeOfItsOwn() {
    server.stop(0);

    assertThat(run("get", "sites")).isEqualTo(6);
    assertThat(err.toString()).contains("does not answer (nobody listens there)", "check --url");
  }

  @Test
  void contextsAreTheirOwnersAlone(@TempDir Path home) throws IOException {
    Path file = home.resolve("isthmus/config.yaml");
    environment.put("XDG_CONFIG_HOME", home.toString());
    input = "ist1_kept\n";
    run(
        "context",
        "set",
        "lab",
        "--url",
        environment.get("ISTHMUS_URL"),
        "-n",
        "acme",
        "--token-stdin");
    environment.keySet().removeAll(List.of("ISTHMUS_URL", "ISTHMUS_TOKEN"));
    int asked = run("get", "sites");
    int elsewhere = run("get", "sites", "--url", "http://controller.invalid");
    run("context", "list");

    assertThat(asked).isZero();
    assertThat(requests)
        .containsExactly("GET /api/v1/tenants/acme/sites?limit=500 Bearer ist1_kept");
    assertThat(elsewhere).isEqualTo(1);
    assertThat(err.toString()).contains("no token for http://controller.invalid");
    assertThat(out.toString()).contains("lab", "(kept here)").doesNotContain("ist1_kept");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(run("get", "sites")).isEqualTo(1);
    assertThat(err.toString()).contains("chmod 600");
  }

  @Test
  void anOptionComesBeforeTheEnvironmentAndThatBeforeTheContext(@TempDir Path home) {
    environment.put("ISTHMUS_CONFIG", home.resolve("c.yaml").toString());
    String url = environment.get("ISTHMUS_URL");
    run("context", "set", "one", "--url", url, "-n", "of-context");
    run("get", "sites");
    environment.put("ISTHMUS_TENANT", "of-environment");
    run("get", "sites");
    run("get", "sites", "-n", "of-option");
    run("get", "sites", "--context", "one");

    assertThat(requests.stream().map(request -> request.split("/")[4]))
        .containsExactly("of-context", "of-environment", "of-option", "of-context");
  }

  @Test
  void anEnrolmentTokenCanBeShownAsACommand() {
    answers.put(
        "POST /api/v1/tenants/acme/enrollment-tokens",
        "{\"id\": \"i\", \"join\": {\"token\": \"ise1_x\", \"command\": \"isthmus edge join …\"}}");

    run("enrollment-token", "create", "-n", "acme", "--edge", "e", "--needs-approval");
    run("enrollment-token", "create", "-n", "acme", "--site", "s", "--show", "COMMAND");

    assertThat(out.toString().lines()).containsExactly("ise1_x", "isthmus edge join …");
    assertThat(requests)
        .anySatisfy(
            request -> assertThat(request).contains("{\"edge\":\"e\",\"approval\":\"NEEDED\"}"))
        .anySatisfy(request -> assertThat(request).contains("{\"site\":\"s\"}"));
  }

  @Test
  void anEdgeIsLetIn() {
    int status = run("edge-requests", "approve", "--tenant", "acme", ID);

    assertThat(status).isZero();
    assertThat(requests)
        .containsExactly(
            "POST /api/v1/tenants/acme/enrollment-requests/%s:approve Bearer ist1_secret {}"
                .formatted(ID));
  }

  @Test
  void theTokenComesFromAFileWhereTheEnvironmentHasNone(@TempDir Path home) throws IOException {
    environment.remove("ISTHMUS_TOKEN");
    environment.put("HOME", home.toString());
    int without = run("get", "sites");
    Path file = home.resolve(".isthmus/controller/admin-token");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "ist1_fromfile\n");
    int with = run("get", "sites");

    assertThat(without).isEqualTo(1);
    assertThat(with).isZero();
    assertThat(requests).hasSize(1).first().asString().contains("Bearer ist1_fromfile");
  }

  /** Every user of the machine could read it there. */
  @Test
  void noOptionTakesAToken() {
    int status = run("get", "sites", "--token", "ist1_secret");

    assertThat(status).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void whatCannotBeANameIsNotPutIntoAPath() {
    int status = run("get", "sites", "--tenant", "../../x");

    assertThat(status).isEqualTo(1);
    assertThat(requests).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine commandLine =
        IsthmusCommand.commandLine(
            new Invocation(
                environment,
                new Somebody(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        "%s %s %s"
            .formatted(request, exchange.getRequestHeaders().getFirst("Authorization"), body)
            .strip());
    String answer =
        firstAnswers.isEmpty() ? answers.getOrDefault(request, "{}") : firstAnswers.poll();
    boolean refusal = answer.matches("(?s)4\\d\\d .*");
    byte[] bytes = answer.substring(refusal ? 4 : 0).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Retry-After", "0");
    exchange.sendResponseHeaders(
        refusal ? Integer.parseInt(answer.substring(0, 3)) : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Who sits at the terminal, if anybody. */
  private final class Somebody implements Terminal {
    @Override
    public boolean isInteractive() {
      return interactive;
    }

    @Override
    public boolean hasColours() {
      return interactive;
    }

    @Override
    public boolean confirms(String question) {
      questions.add(question);
      return consent;
    }
  }
}
