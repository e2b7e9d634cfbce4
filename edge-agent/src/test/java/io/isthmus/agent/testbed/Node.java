package io.isthmus.agent.testbed;

import java.io.IOException;

/** A network namespace. */
public final class Node implements AutoCloseable {

  private final String name;

  Node(String name) {
    this.name = name;
    Shell.run("ip", "netns", "add", name);
    sh("ip link set lo up");
  }

  public String name() {
    return name;
  }

  public String path() {
    return "/run/netns/" + name;
  }

  /** Runs a line of shell here; fails where it fails. */
  public String sh(String line) {
    return Shell.run(Shell.inNamespace(name, line));
  }

  public Shell.Result attempt(String line) {
    return Shell.attempt(Shell.inNamespace(name, line));
  }

  public Process start(String line) throws IOException {
    return Shell.start(Shell.inNamespace(name, line));
  }

  /** Answers to so many pings, sent fast. */
  public int pings(int count, String options, String address) {
    Shell.Result result =
        attempt("ping -q -c " + count + " -i 0.02 -W 1 " + options + " " + address);
    for (String line : result.output().split("\n", -1)) {
      if (line.contains("packets transmitted")) {
        return Integer.parseInt(line.split(", ", -1)[1].split(" ", -1)[0]);
      }
    }
    return 0;
  }

  public boolean reaches(String address) {
    return pings(3, "", address) == 3;
  }

  @Override
  public void close() {
    Shell.attempt("ip", "netns", "del", name);
  }
}
