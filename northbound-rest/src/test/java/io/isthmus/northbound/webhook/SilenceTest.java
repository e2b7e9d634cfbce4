package io.isthmus.northbound.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** What the JDK's client says, in words. */
class SilenceTest {
  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(words("http://127.0.0.1:%d/x".formatted(port)))
        .isEqualTo("nobody listens at 127.0.0.1:%d".formatted(port));
  }

  @Test
  void noHostHasTheName() {
    assertThat(words("http://receiver.invalid/x"))
        .isEqualTo("no host has the name receiver.invalid");
  }

  @Test
  void whatIsNotKnownIsSaidAsItIs() {
    assertThat(Silence.words(URI.create("http://a/"), new IOException("EOF reached")))
        .isEqualTo("java.io.IOException: EOF reached");
  }

  private static String words(String url) {
    URI receiver = URI.create(url);
    try (HttpClient client = HttpClient.newHttpClient()) {
      Throwable failure =
          catchThrowable(
              () -> client.send(HttpRequest.newBuilder(receiver).build(), BodyHandlers.ofString()));
      return Silence.words(receiver, failure);
    }
  }
}
