package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        run(
            "token",
            "create",
            "--tenant",
            "acme",
            "--role",
            "viewer",
            "--name",
            "n",
            "--ttl",
            "2d");

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
        "GET /api/v1/api-tokens", "{\"items\": [{\"id\": \"one\"}], \"nextCursor\": \"abc\"}");
    answers.put(
        "GET /api/v1/api-tokens?cursor=abc",
        "{\"items\": [{\"id\": \"two\", \"name\": \"a\\u001b[2Jb\", \"grants\": [\"x:viewer\"]}]}");

    int status = run("token", "list");

    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("one"))
        .anySatisfy(line -> assertThat(line).startsWith("two").contains("a?[2Jb", "x:viewer"));
  }

  @Test
  void aRefusalIsExplainedAndFails() {
    answers.put(
        "DELETE /api/v1/api-tokens/" + ID,
        "403 {\"code\": \"ROLE_MISSING\", \"detail\": \"this needs role admin\"}");

    int status = run("token", "revoke", ID);

    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("403 ROLE_MISSING: this needs role admin");
  }

  @Test
  void anEnrolmentTokenCanBeShownAsACommand() {
    answers.put(
        "POST /api/v1/tenants/acme/enrollment-tokens",
        "{\"id\": \"i\", \"join\": {\"token\": \"ise1_x\", \"command\": \"isthmus edge join …\"}}");

    run("enrollment-token", "create", "--tenant", "acme", "--edge", "e", "--needs-approval");
    run("enrollment-token", "create", "--tenant", "acme", "--site", "s", "--show", "COMMAND");

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
    int without = run("token", "list");
    Path file = home.resolve(".isthmus/controller/admin-token");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "ist1_fromfile\n");
    int with = run("token", "list");

    assertThat(without).isEqualTo(1);
    assertThat(with).isZero();
    assertThat(requests).hasSize(1).first().asString().contains("Bearer ist1_fromfile");
  }

  /** Every user of the machine could read it there. */
  @Test
  void noOptionTakesAToken() {
    int status = run("token", "list", "--token", "ist1_secret");

    assertThat(status).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void whatCannotBeANameIsNotPutIntoAPath() {
    int status = run("token", "list", "--tenant", "../../x");

    assertThat(status).isEqualTo(1);
    assertThat(requests).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine commandLine = IsthmusCommand.commandLine(environment);
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
    String answer = answers.getOrDefault(request, "{}");
    boolean refusal = answer.startsWith("403 ");
    byte[] bytes = answer.substring(refusal ? 4 : 0).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refusal ? 403 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
