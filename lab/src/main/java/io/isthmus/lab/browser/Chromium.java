package io.isthmus.lab.browser;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.up.HostCheck;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A browser without a window and with a new profile, as Debian packages it (WebDriver, W3C). Not
 * for use by several threads.
 */
public final class Chromium implements AutoCloseable {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> OPTIONS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--window-size=1440,900");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final URI session;

  public Chromium() {
    if (!Files.isExecutable(BROWSER) || !Files.isExecutable(DRIVER)) {
      throw new LabFailure("no browser here: apt-get install chromium chromium-driver");
    }
    int port = HostCheck.freePort("127.0.0.1");
    URI root = URI.create("http://127.0.0.1:" + port);
    try {
      driver =
          new ProcessBuilder(DRIVER.toString(), "--port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new LabFailure("cannot start %s: %s".formatted(DRIVER, e.getMessage()), e);
    }
    Waiting.until(LIMIT, Duration.ofMillis(50), () -> answers(root), () -> DRIVER + " is silent");
    String id = send("POST", root.resolve("/session"), capabilities()).path("sessionId").asString();
    session = root.resolve("/session/" + id + "/");
  }

  private static ObjectNode capabilities() {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode options =
        body.putObject("capabilities").putObject("alwaysMatch").putObject("goog:chromeOptions");
    options.put("binary", BROWSER.toString());
    OPTIONS.forEach(options.putArray("args")::add);
    return body;
  }

  private boolean answers(URI root) {
    try {
      return send("GET", root.resolve("/status"), JSON.createObjectNode())
          .path("ready")
          .asBoolean();
    } catch (LabFailure e) {
      return false;
    }
  }

  public void open(String address) {
    command("url", JSON.createObjectNode().put("url", address));
  }

  /** Runs a script's text as the body of a function; what it returns. */
  public JsonNode run(String script, String... arguments) {
    ObjectNode body = JSON.createObjectNode().put("script", script);
    List.of(arguments).forEach(body.putArray("args")::add);
    return command("execute/sync", body);
  }

  /** A command of the DevTools protocol. */
  public JsonNode devTools(String command, ObjectNode parameters) {
    ObjectNode body = JSON.createObjectNode().put("cmd", command);
    body.set("params", parameters);
    return command("goog/cdp/execute", body);
  }

  /** Of all processes that show pages. */
  public Stream<ProcessHandle> renderers() {
    return driver
        .descendants()
        .filter(process -> ProcFs.commandLine(process.pid()).contains("--type=renderer"));
  }

  private JsonNode command(String path, ObjectNode body) {
    return send("POST", session.resolve(path), body);
  }

  private JsonNode send(String method, URI address, ObjectNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .method(
                method,
                method.equals("POST")
                    ? BodyPublishers.ofString(body.toString())
                    : BodyPublishers.noBody())
            .build();
    try {
      JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
      JsonNode value = answer.path("value");
      if (value.has("error")) {
        throw new LabFailure("the browser says: " + value.path("message").asString());
      }
      return value;
    } catch (IOException e) {
      throw new LabFailure("no answer from %s: %s".formatted(address, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      send(
          "DELETE", URI.create(session.toString().replaceFirst("/$", "")), JSON.createObjectNode());
    } finally {
      driver.destroy();
      client.close();
    }
  }
}
