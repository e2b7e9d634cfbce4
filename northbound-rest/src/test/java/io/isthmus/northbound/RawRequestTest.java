package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that no HTTP library would send. */
@NorthboundTest
class RawRequestTest {
  private static final String SITES = "/api/v1/tenants/default/sites";

  @LocalServerPort int port;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /api/v1/tenants/default/sites?limit=%zz HTTP/1.1
          GET /api/v1/tenants/default/sites?%zz=5 HTTP/1.1
          GET /api/v1/tenants/default/sites?limit=%ff HTTP/1.1
          GET /api/v1/tenants/default/sites/%zz HTTP/1.1
          GET /api/v1/tenants/default/sites/%c0%af HTTP/1.1
          GET /api/v1/tenants/default/sites/a\\b HTTP/1.1
          GET /api/v1/tenants/default/sites/{a} HTTP/1.1
          GET /api/v1/tenants/default/../../../../etc/passwd HTTP/1.1
          GET /api/v1/tenants//sites HTTP/1.1
          GET /api/v1/tenants/default/sites;a=b/x;y HTTP/1.1
          GET nonsense HTTP/1.1
          G(T /api HTTP/1.1
          nonsense
          """)
  void isAnsweredWithAProblem(String line) throws IOException {
    String answer = exchange(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertRefused(answer);
  }

  @Test
  void badHeadersAreAnsweredWithAProblem() throws IOException {
    for (String headers :
        new String[] {
          "",
          "Host: a b\r\n",
          "Host: localhost\r\nHost: other\r\n",
          "Host: localhost\r\nContent-Length: -5\r\n",
          "Host: localhost\r\nContent-Length: many\r\n",
          "Host: localhost\r\nX: " + "x".repeat(100_000) + "\r\n",
          "Host: localhost\r\nIf-None-Match: \"" + "\u00e9".repeat(10) + "\r\n",
        }) {
      assertRefused(
          exchange("GET " + SITES + "/s HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n"));
    }
  }

  /** RFC 9112 asks for these two, whatever the application. */
  @Test
  void anotherHttpIsAnsweredAsHttpSays() throws IOException {
    assertThat(exchange("GET / HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 505");
    assertThat(exchange("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense\r\n\r\n"))
        .startsWith("HTTP/1.1 501");
  }

  @Test
  void brokenBodiesAreAnsweredWithAProblem() throws IOException {
    String start =
        "PUT %s/s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
            .formatted(SITES);

    assertRefused(
        exchange(start + "Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n0\r\n\r\n"));
    assertRefused(exchange(start + "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n"));
    assertRefused(exchange(start + "Content-Length: 4\r\n\r\n\u0000\u0001\u0002\u0003"));
  }

  private static void assertRefused(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 4");
    assertThat(answer).contains("application/problem+json").contains("\"status\":4");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
