package io.isthmus.agent;

import io.isthmus.agent.control.AgentSettings;
import io.isthmus.agent.control.Log;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.EnrollmentToken;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.identity.Joining;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code join}: what it was called with, and how it ends. */
final class Joins {

  static final String TOKEN_VARIABLE = "ISTHMUS_ENROLLMENT_TOKEN";

  private static final int MAX_SECONDS = 86_400;
  private static final int DEFAULT_SECONDS = 300;

  /** A token has 112 characters; what is longer is another file. */
  private static final int MAX_TOKEN_BYTES = 4_096;

  private Joins() {}

  static int run(Options options, Path state, Map<String, String> environment, InputStream in)
      throws Options.WrongUse, IOException, InterruptedException {
    Joining.Invitation invitation =
        new Joining.Invitation(
            token(options, environment, in),
            options.value("edge").orElse(""),
            options.number("instance", EdgeAgent.MAX_INSTANCE),
            controllers(options.required("controller")),
            Duration.ofSeconds(options.number("timeout", MAX_SECONDS, DEFAULT_SECONDS)),
            AgentSettings.VERSION);
    try {
      var unused =
          new Joining(new IdentityStore(state), InstantSource.system(), Log::info).join(invitation);
      return 0;
    } catch (Joining.NotJoined e) {
      Log.warn("not joined: " + e.getMessage());
      return 1;
    }
  }

  static List<ControllerAddress> controllers(String text) throws Options.WrongUse {
    try {
      return ControllerAddress.parseAll(text);
    } catch (IllegalArgumentException e) {
      throw new Options.WrongUse(String.valueOf(e.getMessage()));
    }
  }

  /** From where it was said to be; messages never repeat it. */
  static EnrollmentToken token(Options options, Map<String, String> environment, InputStream in)
      throws Options.WrongUse, IOException {
    Optional<String> given = options.value("token");
    Optional<Path> file = options.path("token-file");
    if (given.isPresent() && file.isPresent()) {
      throw new Options.WrongUse("--token and --token-file are two tokens: give one");
    }
    String text;
    if (file.isPresent()) {
      try (InputStream stream = Files.newInputStream(file.get())) {
        text = firstLine(stream);
      }
    } else if (given.isPresent()) {
      text = given.get().equals("-") ? firstLine(in) : given.get();
    } else {
      text = environment.getOrDefault(TOKEN_VARIABLE, "");
    }
    if (text.isBlank()) {
      throw new Options.WrongUse(
          "an enrolment token is needed: --token-file FILE, --token - to be asked on the standard"
              + " input, or "
              + TOKEN_VARIABLE
              + " in the environment");
    }
    try {
      return EnrollmentToken.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Options.WrongUse(String.valueOf(e.getMessage()));
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_TOKEN_BYTES);
    return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }
}
