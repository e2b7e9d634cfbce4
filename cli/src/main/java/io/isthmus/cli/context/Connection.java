package io.isthmus.cli.context;

import io.isthmus.cli.Invocation;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.Refused;
import io.isthmus.cli.rest.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which controller is asked, for which tenant, and with which token: by options, or else the
 * environment, or else the context. A token never is an argument: every user of a machine can read
 * the arguments of its processes.
 */
public final class Connection {
  private static final String USUAL_URL = "http://127.0.0.1:8080";

  private final Invocation invocation;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "A context of the configuration file (isthmus context --help); ISTHMUS_CONTEXT.")
  private @Nullable String context;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the controller's REST API is; ISTHMUS_URL, or " + USUAL_URL + ".")
  private @Nullable String url;

  @Option(
      names = {"-n", "--tenant"},
      paramLabel = "TENANT",
      description = "Whose network is meant; ISTHMUS_TENANT, or default.")
  private @Nullable String tenant;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Holds the API token; ISTHMUS_TOKEN_FILE, or ISTHMUS_TOKEN with the token itself. For a"
              + " controller of this machine, the file that it wrote at its first start is the"
              + " default: ~/.isthmus/controller/admin-token.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) to trust instead of the system's, for https; ISTHMUS_CA_FILE.")
  private @Nullable Path caFile;

  public Connection(Invocation invocation) {
    this.invocation = invocation;
  }

  public Controller controller() {
    Optional<String> named =
        Optional.ofNullable(context).or(() -> invocation.find("ISTHMUS_CONTEXT"));
    Context chosen = new ContextFile(invocation).read().choose(named.orElse(null));
    // A context that is named on the command line is meant as a whole.
    boolean overEnvironment = context != null;
    Optional<String> ofContext = Optional.ofNullable(chosen.url());
    Optional<String> given =
        Optional.ofNullable(url)
            .or(() -> overEnvironment ? ofContext : invocation.find("ISTHMUS_URL"));
    URI root = root(given.or(() -> ofContext).orElse(USUAL_URL));
    // The token of a context goes nowhere else than to the context's own controller.
    boolean atContext = given.or(() -> ofContext).equals(ofContext);
    return new Controller(
        root,
        token(root, atContext ? chosen : Context.NONE, overEnvironment),
        pick(tenant, "ISTHMUS_TENANT", chosen.tenant(), overEnvironment).orElse("default"),
        Optional.ofNullable(caFile)
            .or(() ->
                pick(null, "ISTHMUS_CA_FILE", chosen.caFile(), overEnvironment).map(Path::of)));
  }

  private Optional<String> pick(
      @Nullable String option, String variable, @Nullable String ofContext, boolean contextFirst) {
    Optional<String> context = Optional.ofNullable(ofContext);
    Optional<String> environment = invocation.find(variable);
    return Optional.ofNullable(option)
        .or(() -> contextFirst ? context.or(() -> environment) : environment.or(() -> context));
  }

  /** The address of a REST API, or a refusal that says what one looks like. */
  public static URI root(String base) {
    try {
      URI uri = URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
      String scheme = String.valueOf(uri.getScheme());
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new Refused(
        "%s is not a URL: give one such as https://controller.example".formatted(base));
  }

  private Token token(URI root, Context chosen, boolean contextFirst) {
    if (tokenFile != null) {
      return content(tokenFile.toString());
    }
    Supplier<Optional<Token>> ofContext =
        () ->
            Optional.ofNullable(chosen.token())
                .map(text -> new Token(text, "the context"))
                .or(() -> Optional.ofNullable(chosen.tokenFile()).map(Connection::content));
    Supplier<Optional<Token>> ofEnvironment =
        () ->
            invocation
                .find("ISTHMUS_TOKEN")
                .map(text -> new Token(text.strip(), "ISTHMUS_TOKEN"))
                .or(() -> invocation.find("ISTHMUS_TOKEN_FILE").map(Connection::content));
    Optional<Token> token =
        contextFirst ? ofContext.get().or(ofEnvironment) : ofEnvironment.get().or(ofContext);
    return token.orElseGet(() -> usual(root));
  }

  private Token usual(URI root) {
    if (!isOfThisMachine(root)) {
      throw new Refused(
          "no token for %s: set ISTHMUS_TOKEN, give --token-file, or make a context with one"
              .formatted(root));
    }
    return content(Path.of(invocation.home(), ".isthmus", "controller", "admin-token").toString());
  }

  private static boolean isOfThisMachine(URI root) {
    String host = root.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static Token content(String file) {
    try {
      return new Token(Files.readString(Path.of(file)).strip(), file);
    } catch (IOException e) {
      throw new Refused(
          "no token: %s cannot be read; set ISTHMUS_TOKEN or ISTHMUS_TOKEN_FILE (a lab's token is in .lab/controller/admin-token), or give --token-file"
              .formatted(file));
    }
  }
}
