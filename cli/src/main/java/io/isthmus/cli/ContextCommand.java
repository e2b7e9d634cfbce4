package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.context.Context;
import io.isthmus.cli.context.ContextFile;
import io.isthmus.cli.rest.Refused;
import io.isthmus.cli.show.Paint;
import io.isthmus.cli.show.Table;
import io.isthmus.cli.show.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isthmus context}: named controllers. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps controllers by name, in ~/.config/isthmus/config.yaml (or ISTHMUS_CONFIG), which only its"
          + " owner can read.",
      "What is named by an option or the environment comes first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus context set lab --url http://127.0.0.1:8080 --token-file admin-token",
      "  isthmus context set prod --url https://isthmus.example --tenant acme --token-stdin < token",
      "  isthmus context use prod"
    })
final class ContextCommand {
  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;

  ContextCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists them; tokens are not shown.")
  int list() {
    ContextFile.Contents contents = new ContextFile(invocation).read();
    Table table = new Table(List.of("CURRENT", "NAME", "URL", "TENANT", "TOKEN"));
    contents
        .contexts()
        .forEach((name, context) ->
            table.add(
                List.of(
                    contents.current().filter(name::equals).isPresent() ? "yes" : "",
                    name,
                    shown(context.url()),
                    shown(context.tenant()),
                    context.token() != null ? "(kept here)" : shown(context.tokenFile()))));
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    table.print(out, new Paint(invocation.terminal()), "");
    out.flush();
    return ExitCode.DONE.number();
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Makes or changes one. The first one made is the current one.")
  int set(
      @Parameters(paramLabel = "NAME", description = "What it is called.") String name,
      @Option(names = "--url", paramLabel = "URL", description = "Where its REST API is.")
          @Nullable String url,
      @Option(
              names = {"-n", "--tenant"},
              paramLabel = "TENANT",
              description = "Whose network.")
          @Nullable String tenant,
      @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the token.")
          @Nullable String tokenFile,
      @Option(names = "--token-stdin", description = "Reads the token, which is then kept here.")
          boolean tokenFromInput,
      @Option(names = "--ca-file", paramLabel = "FILE", description = "Certificates to trust.")
          @Nullable String caFile) {
    if (url != null) {
      Connection.root(url);
    }
    ContextFile file = new ContextFile(invocation);
    ContextFile.Contents contents = file.read();
    Map<String, Context> contexts = new LinkedHashMap<>(contents.contexts());
    Context before = contexts.getOrDefault(name, Context.NONE);
    boolean newToken = tokenFromInput || tokenFile != null;
    contexts.put(
        name,
        new Context(
            url == null ? before.url() : url,
            tenant == null ? before.tenant() : tenant,
            tokenFromInput ? token() : newToken ? null : before.token(),
            newToken ? absolute(tokenFile) : before.tokenFile(),
            caFile == null ? before.caFile() : absolute(caFile)));
    file.write(new ContextFile.Contents(contents.current().or(() -> Optional.of(name)), contexts));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description = "Makes one the current one.")
  int use(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
    ContextFile file = new ContextFile(invocation);
    ContextFile.Contents contents = file.read();
    contents.choose(name);
    file.write(new ContextFile.Contents(Optional.of(name), contents.contexts()));
    return ExitCode.DONE.number();
  }

  @Command(name = "delete", mixinStandardHelpOptions = true, description = "Forgets one.")
  int delete(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
    ContextFile file = new ContextFile(invocation);
    ContextFile.Contents contents = file.read();
    contents.choose(name);
    Map<String, Context> contexts = new LinkedHashMap<>(contents.contexts());
    contexts.remove(name);
    file.write(
        new ContextFile.Contents(
            contents.current().filter(current -> !current.equals(name)), contexts));
    return ExitCode.DONE.number();
  }

  private String token() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(invocation.input(), StandardCharsets.UTF_8))
              .readLine();
      if (line != null && !line.isBlank()) {
        return line.strip();
      }
    } catch (IOException e) {
      // Said below.
    }
    throw new Refused("the standard input has no token");
  }

  private static @Nullable String absolute(@Nullable String file) {
    return file == null ? null : java.nio.file.Path.of(file).toAbsolutePath().toString();
  }

  private static String shown(@Nullable String value) {
    return value == null ? Words.NOTHING : value;
  }
}
