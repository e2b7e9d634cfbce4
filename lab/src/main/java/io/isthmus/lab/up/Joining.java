package io.isthmus.lab.up;

import io.isthmus.lab.Lab;
import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.rest.ControllerApi;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes devices edges by single-use tokens: {@code isthmus edge join}, inside their namespaces. */
public final class Joining {
  private static final int PARALLEL = 4;

  private final Lab lab;
  private final ControllerApi api;
  private final String controller;

  /**
   * @param controller where edges dial in, HOST:PORT
   */
  public Joining(Lab lab, ControllerApi api, String controller) {
    this.lab = lab;
    this.api = api;
    this.controller = controller;
  }

  /**
   * Joins several at a time.
   *
   * @param agent the command that runs the agent
   */
  public void join(List<String> edges, List<String> agent) {
    try (ExecutorService executor = Executors.newFixedThreadPool(PARALLEL)) {
      List<Callable<String>> tasks =
          edges.stream().map(edge -> (Callable<String>) () -> join(edge, agent)).toList();
      for (Future<String> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LabFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Joins one edge; what the command said. */
  public String join(String edge, List<String> agent) {
    return join(edge, token(edge), lab.agentState(edge).toString(), agent);
  }

  /** The same with a token that is there already, and an identity that is kept elsewhere. */
  public String join(
      String edge, String token, String stateDirectory, List<String> agent, String... more) {
    List<String> command = new ArrayList<>(agent);
    command.addAll(
        List.of(
            "join",
            "--controller",
            controller,
            "--token",
            "-",
            "--timeout",
            "30",
            "--state-dir",
            stateDirectory));
    command.addAll(List.of(more));
    // The token goes by the standard input: arguments are everybody's to read.
    Shell.Output joined = Shell.run(lab.name().edge(edge).exec(command), token + "\n");
    if (!joined.ok()) {
      throw new LabFailure(
          "edge %s has not joined: %s".formatted(edge, (joined.err() + joined.out()).strip()));
    }
    return (joined.out() + joined.err()).strip();
  }

  /** A new token, for one use by the edge. */
  public String token(String edge) {
    return api.enrollmentToken(edge);
  }
}
