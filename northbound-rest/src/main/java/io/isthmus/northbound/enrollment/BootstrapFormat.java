package io.isthmus.northbound.enrollment;

import io.isthmus.northbound.problem.ProblemException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a new edge is to be started. */
enum BootstrapFormat {
  SHELL("shell"),
  CLOUD_INIT("cloud-init"),
  DOCKER("docker"),
  KUBERNETES("kubernetes");

  private final String word;

  BootstrapFormat(String word) {
    this.word = word;
  }

  static BootstrapFormat parse(String text) {
    return Arrays.stream(values())
        .filter(format -> format.word.equals(text))
        .findFirst()
        .orElseThrow(() ->
            ProblemException.ofParameter(
                "format",
                "UNKNOWN_VALUE",
                "format is one of %s: give one of them"
                    .formatted(
                        Arrays.stream(values())
                            .map(format -> format.word)
                            .collect(Collectors.joining(", ")))));
  }
}
