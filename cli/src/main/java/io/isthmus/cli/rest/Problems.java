package io.isthmus.cli.rest;

import io.isthmus.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Problem details (RFC 9457), in words. */
final class Problems {
  private static final int MOST_WORDS = 300;

  private Problems() {}

  /**
   * @param tokenSource where the token came from
   */
  static Refused refusal(int status, String body, String tokenSource) {
    JsonNode problem = parse(body);
    if (!problem.path("code").isString()) {
      return notOfTheController(status, body);
    }
    List<String> more = new ArrayList<>();
    String detail = problem.path("detail").asString("the controller gave no reason");
    for (JsonNode error : problem.path("errors")) {
      boolean isTold = error.path("message").asString("").equals(detail);
      String line = isTold ? place(error) : line(error);
      if (!line.isEmpty()) {
        more.add(line);
      }
    }
    mend(status, tokenSource).ifPresent(more::add);
    return new Refused(
        status == 503 ? ExitCode.UNREACHABLE : ExitCode.REFUSED,
        "%d %s: %s".formatted(status, problem.path("code").asString(), detail),
        more);
  }

  /** A proxy's answer, or that of a port which wants TLS. */
  private static Refused notOfTheController(int status, String body) {
    String text = body.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    boolean isForPeople = !text.isEmpty() && !text.startsWith("<") && text.length() <= MOST_WORDS;
    return new Refused(
        status >= 500 ? ExitCode.UNREACHABLE : ExitCode.REFUSED,
        "%d: %s".formatted(status, isForPeople ? text : "what answered gave no reason"),
        List.of("what answered is no controller's REST API: check --url, and whether it is https"));
  }

  private static String line(JsonNode error) {
    String place = place(error);
    return "%s%s (%s)"
        .formatted(
            place.isEmpty() ? "" : place + ": ",
            error.path("message").asString(""),
            error.path("code").asString(""));
  }

  private static String place(JsonNode error) {
    String field = error.path("field").asString("");
    String parameter = error.path("parameter").asString("");
    return !field.isEmpty()
        ? "at " + field
        : !parameter.isEmpty() ? "parameter " + parameter : error.path("resource").asString("");
  }

  /** What to do, where the detail leaves it open. */
  private static Optional<String> mend(int status, String tokenSource) {
    return Optional.ofNullable(
        switch (status) {
          case 401 -> "the token came from " + tokenSource;
          case 403 ->
              "with it: isthmus token create --role … (the present one came from %s)"
                  .formatted(tokenSource);
          case 412 -> "somebody changed it meanwhile: look at it again, and repeat";
          case 429 -> "wait a moment, and repeat";
          case 503 -> "the controller runs, and cannot reach its database: repeat in a while";
          default -> null;
        });
  }

  private static JsonNode parse(String body) {
    try {
      return JsonMapper.shared().readTree(body.isBlank() ? "{}" : body);
    } catch (JacksonException e) {
      return JsonMapper.shared().createObjectNode();
    }
  }
}
