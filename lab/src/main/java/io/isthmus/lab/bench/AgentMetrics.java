package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.up.LabUp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an agent serves for Prometheus, asked once. */
final class AgentMetrics {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private final String text;

  private AgentMetrics(String text) {
    this.text = text;
  }

  /**
   * @param address of the edge in the management network
   */
  static AgentMetrics of(String address) {
    URI uri = URI.create("http://%s:%d/metrics".formatted(address, LabUp.METRICS_PORT));
    try {
      return new AgentMetrics(
          CLIENT
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new LabFailure("no metrics from " + uri + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  /**
   * @param series name and labels as a regular expression
   */
  double value(String series) {
    return find(series)
        .orElseThrow(() -> new LabFailure("the agent serves no %s".formatted(series)));
  }

  OptionalDouble find(String series) {
    Matcher matcher = Pattern.compile("(?m)^" + series + " (\\S+)$").matcher(text);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }
}
