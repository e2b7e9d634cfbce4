package io.isthmus.cli;

import io.isthmus.cli.show.Terminal;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** What surrounds this process: its environment, its terminal, and what comes in. */
public record Invocation(Map<String, String> variables, Terminal terminal, InputStream input) {
  private static final Class<?>[] PARAMETERS = {Invocation.class};

  public Invocation {
    variables = Map.copyOf(variables);
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  public String home() {
    return find("HOME").orElse(System.getProperty("user.home"));
  }

  /** Hands this to the commands and options that need it. */
  CommandLine.IFactory factory() {
    CommandLine.IFactory usual = CommandLine.defaultFactory();
    return new CommandLine.IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        Optional<Constructor<?>> taking =
            Arrays.stream(type.getDeclaredConstructors())
                .filter(made -> Arrays.equals(made.getParameterTypes(), PARAMETERS))
                .findAny();
        if (taking.isEmpty()) {
          return usual.create(type);
        }
        taking.get().setAccessible(true);
        return type.cast(taking.get().newInstance(Invocation.this));
      }
    };
  }
}
