package io.isthmus.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** What the environment of this process says. */
record Environment(Map<String, String> variables) {
  Environment {
    variables = Map.copyOf(variables);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** Hands this environment to the options that need it. */
  CommandLine.IFactory factory() {
    CommandLine.IFactory usual = CommandLine.defaultFactory();
    return new CommandLine.IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        return type == ControllerOptions.class
            ? type.cast(new ControllerOptions(Environment.this))
            : usual.create(type);
      }
    };
  }
}
