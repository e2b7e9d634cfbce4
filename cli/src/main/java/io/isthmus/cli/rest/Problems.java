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
  private Problems() {}

  static Refused refusal(int status, String body) {
    JsonNode problem = parse(body);
    List<String> more = new ArrayList<>();
    String detail = problem.path("detail").asString("the controller gave no reason");
    for (JsonNode error : problem.path("errors")) {
      boolean isTold = error.path("message").asString("").equals(detail);
      String line = isTold ? place(error) : line(error);
      if (!line.isEmpty()) {
        more.add(line);
      }
    }
    mend(status).ifPresent(more::add);
    return new Refused(
        status == 503 ? ExitCode.UNREACHABLE : ExitCode.REFUSED,
        "%d %s: %s".formatted(status, problem.path("code").asString("REFUSED"), detail),
        more);
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
  private static Optional<String> mend(int status) {
    return Optional.ofNullable(
        switch (status) {
          case 401 ->
              "check ISTHMUS_TOKEN, --token-file or the context; tokens end, and are revoked";
          case 403 -> "ask for a token with that role: isthmus token create --role …";
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
