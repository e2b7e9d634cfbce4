package io.isthmus.lab.up;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.NetworkPlanner;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends real packets between the hosts of all sites. */
public final class Reachability {
  public static final int SERVICE_PORT = 80;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int PARALLEL = 8;

  private final LabName lab;
  private final LabIntent intent;

  public Reachability(LabName lab, LabIntent intent) {
    this.lab = lab;
    this.intent = intent;
  }

  /** A pair of hosts, and the address by which the first reaches the second. */
  public record Pair(Namespace from, Namespace to, String address) {
    @Override
    public String toString() {
      return "%s to %s (%s)".formatted(from, to, address);
    }
  }

  /** Every host to every other, by each of its addresses. */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (EdgeSite from : intent.edges()) {
      for (EdgeSite to : intent.edges()) {
        if (from != to && !from.lans().isEmpty()) {
          NetworkPlanner.hostAddresses(to)
              .forEach(address ->
                  pairs.add(new Pair(lab.host(from.name()), lab.host(to.name()), address)));
        }
      }
    }
    return pairs;
  }

  /** Waits until every pair answers a ping and an HTTP request; the pairs that were tried. */
  public int verify() {
    List<Pair> pairs = pairs();
    List<String> failures =
        inParallel(pairs.stream().map(pair -> (Callable<String>) () -> verify(pair)).toList());
    if (!failures.isEmpty()) {
      throw new LabFailure(
          "%d of %d host pairs do not reach each other: %s"
              .formatted(failures.size(), pairs.size(), String.join("; ", failures)));
    }
    return pairs.size();
  }

  /** Empty when the pair works. */
  private static String verify(Pair pair) {
    long end = System.nanoTime() + LIMIT.toNanos();
    String failure;
    do {
      failure = tryOnce(pair);
      if (failure.isEmpty()) {
        return "";
      }
      Waiting.pause(Duration.ofMillis(100));
    } while (System.nanoTime() < end);
    return pair + ": " + failure;
  }

  private static String tryOnce(Pair pair) {
    Shell.Output ping =
        Shell.run(pair.from().exec(List.of("ping", "-n", "-c1", "-W1", pair.address())), "");
    if (!ping.ok()) {
      return "no answer to a ping";
    }
    try {
      httpGet(pair.from(), pair.address(), SERVICE_PORT, "");
      return "";
    } catch (IOException e) {
      return "HTTP: " + e.getMessage();
    }
  }

  /** A request from inside a namespace, over a connection of its own. */
  public static String httpGet(Namespace from, String address, int port, String query)
      throws IOException {
    String host = address.contains(":") ? "[" + address + "]" : address;
    URI uri = URI.create("http://%s:%d/%s".formatted(host, port, query));
    return from.call(() -> {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setRequestProperty("Connection", "close");
      connection.setConnectTimeout(2_000);
      connection.setReadTimeout(2_000);
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    });
  }

  private static List<String> inParallel(List<Callable<String>> tasks) {
    List<String> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(PARALLEL)) {
      for (Future<String> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return results.stream().filter(result -> !result.isEmpty()).toList();
  }
}
