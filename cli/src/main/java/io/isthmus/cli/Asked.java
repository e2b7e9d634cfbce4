package io.isthmus.cli;

import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.rest.PathSegment;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command is about: a kind, with the edge whose things they are, and names. */
record Asked(Kind kind, List<String> names) {
  Asked {
    names = List.copyOf(names);
  }

  /** The first word names the edge, where things of the kind are an edge's. */
  static Asked of(CommandSpec command, Kind kind, List<String> words) {
    if (!kind.has(Trait.OF_AN_EDGE)) {
      return new Asked(kind, words);
    }
    if (words.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "%s are an edge's: name it (isthmus get edges -o name)".formatted(kind.name()));
    }
    return new Asked(kind.of(PathSegment.of(words.getFirst())), words.subList(1, words.size()));
  }

  String described(String name) {
    return "%s/%s".formatted(kind.has(Trait.OF_AN_EDGE) ? kind.collection() : kind.name(), name);
  }
}
