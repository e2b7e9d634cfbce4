package io.isthmus.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which controller is asked, and with which token. A token never is an argument: every user of a
 * machine can read the arguments of its processes.
 */
final class ControllerOptions {
  private static final String USUAL_URL = "http://127.0.0.1:8080";

  private final Environment environment;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the controller's REST API is; ISTHMUS_URL, or " + USUAL_URL + ".")
  private @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Holds the API token; otherwise ISTHMUS_TOKEN has the token itself, or the file that the"
              + " controller wrote at its first start is read:"
              + " ~/.isthmus/controller/admin-token.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) to trust instead of the system's, for https; ISTHMUS_CA_FILE.")
  private @Nullable Path caFile;

  ControllerOptions(Environment environment) {
    this.environment = environment;
  }

  Controller controller() {
    String base = url == null ? environment.find("ISTHMUS_URL").orElse(USUAL_URL) : url;
    Optional<Path> trusted =
        Optional.ofNullable(caFile).or(() -> environment.find("ISTHMUS_CA_FILE").map(Path::of));
    return new Controller(root(base), token(), trusted);
  }

  private static URI root(String base) {
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

  private String token() {
    Optional<String> given = environment.find("ISTHMUS_TOKEN");
    if (tokenFile == null && given.isPresent()) {
      return given.get().strip();
    }
    Path file =
        tokenFile != null
            ? tokenFile
            : Path.of(
                environment.find("HOME").orElse(System.getProperty("user.home")),
                ".isthmus",
                "controller",
                "admin-token");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Refused(
          "no token: %s cannot be read (%s); set ISTHMUS_TOKEN, or give --token-file"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }
}
