package io.isthmus.lab.kernel;

import io.isthmus.agent.netlink.NetworkNamespace;
import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A named network namespace ({@code ip netns}). Work is done inside it by a thread that enters it
 * and ends there; sockets made by the work stay in the namespace and serve any thread afterwards.
 */
public record Namespace(String name) {
  /** Where this process is. */
  public static final Namespace HERE = new Namespace("");

  private static final Path DIRECTORY = Path.of("/run/netns");

  /** Those whose name fits, in order of name. */
  public static List<Namespace> list(Predicate<String> fits) {
    if (!Files.isDirectory(DIRECTORY)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(fits)
          .sorted()
          .map(Namespace::new)
          .toList();
    } catch (IOException e) {
      throw new LabFailure("cannot list " + DIRECTORY + ": " + e.getMessage(), e);
    }
  }

  public boolean exists() {
    return equals(HERE) || Files.exists(file());
  }

  private Path file() {
    return DIRECTORY.resolve(name);
  }

  /** Runs the work inside the namespace and waits for it. */
  public <T> T call(Callable<T> work) throws IOException {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          if (!equals(HERE)) {
            NetworkNamespace.enter(file().toString());
          }
          return work.call();
        });
    Thread.ofPlatform().daemon().name("in " + name).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while working in namespace " + name, e);
    } catch (ExecutionException e) {
      throw rethrow(e.getCause() == null ? e : e.getCause());
    }
  }

  private IOException rethrow(Throwable cause) {
    return switch (cause) {
      case IOException io -> io;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> new IOException("in namespace " + name + ": " + cause, cause);
    };
  }

  /** Sets kernel parameters, as {@code net/ipv4/ip_forward=1}. */
  public void set(List<String> parameters) {
    try {
      call(() -> {
        for (String parameter : parameters) {
          String[] parts = parameter.split("=", 2);
          Files.writeString(Path.of("/proc/sys", parts[0]), parts[1]);
        }
        return true;
      });
    } catch (IOException e) {
      throw new LabFailure("cannot set %s in namespace %s: %s".formatted(parameters, name, e), e);
    }
  }

  /** Runs a batch of {@code ip} commands inside the namespace. */
  public void ip(List<String> lines) {
    Ip.batch(List.of("ip", "-n", name, "-batch", "-"), lines);
  }

  /** The arguments that run a command inside the namespace. */
  public List<String> exec(List<String> command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", name), command.stream()).toList();
  }

  /** Processes that live in the namespace. */
  public List<ProcessHandle> processes() {
    return Shell.run("ip", "netns", "pids", name)
        .out()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  public void delete() {
    Shell.run("ip", "netns", "del", name).orFail();
  }

  @Override
  public String toString() {
    return name;
  }
}
