package io.isthmus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** How the console is served, over real HTTP. */
@SpringBootTest(
    classes = ConsoleServingTest.App.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "spring.main.banner-mode=off")
class ConsoleServingTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @LocalServerPort int port;

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(ConsoleConfiguration.class)
  static class App {}

  @Test
  void thePageIsOpenAndUnderAStrictPolicy() throws Exception {
    HttpResponse<byte[]> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).startsWith("text/html");
    assertThat(header(page, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void thePageIsAskedForEachTimeAndWhatItNamesOnce() throws Exception {
    HttpResponse<byte[]> page = get("/");
    Matcher script = Pattern.compile("src=\"(console/v-[0-9a-f]+/app\\.js)\"").matcher(text(page));
    assertThat(script.find()).isTrue();
    HttpResponse<byte[]> app = get("/" + script.group(1));

    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(get("/", "If-None-Match", header(page, "ETag")).statusCode()).isEqualTo(304);
    assertThat(header(app, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(app, "Content-Type")).startsWith("text/javascript");
    assertThat(header(get("/console/app.js"), "Cache-Control")).isEqualTo("no-cache");
    assertThat(get("/console/v-0000000000000000/app.js").statusCode()).isEqualTo(404);
  }

  @Test
  void filesAreCompressedForThoseWhoTakeThat() throws Exception {
    HttpResponse<byte[]> plain = get("/console/lib/echarts/echarts.esm.min.js");
    HttpResponse<byte[]> compressed =
        get("/console/lib/echarts/echarts.esm.min.js", "Accept-Encoding", "br, gzip");
    HttpResponse<byte[]> refused = get("/console/app.js", "Accept-Encoding", "gzip;q=0");

    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(compressed, "ETag")).isNotEqualTo(header(plain, "ETag"));
    assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
    assertThat(header(refused, "Content-Encoding")).isEmpty();
  }

  @Test
  void theIconIsWhereBrowsersLookForOne() throws Exception {
    HttpResponse<byte[]> icon = get("/favicon.ico");

    assertThat(icon.statusCode()).isEqualTo(200);
    assertThat(header(icon, "Content-Type")).startsWith("image/svg+xml");
    assertThat(icon.body()).isEqualTo(get("/console/icon.svg").body());
  }

  @Test
  void nothingElseIsServed() throws Exception {
    for (String path :
        new String[] {
          "/console/none.js",
          "/console/ConsoleFiles.class",
          "/console/lib/",
          "/console/%2e%2e/ConsoleFiles.class",
          "/console/lib/lit-html/LICENSE"
        }) {
      assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }
    assertThat(
            send(request("/console/app.js").POST(HttpRequest.BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
    assertThat(header(get("/console"), "Location")).endsWith("/");
    assertThat(text(get("/console/config.json"))).isEqualTo("{}");
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
