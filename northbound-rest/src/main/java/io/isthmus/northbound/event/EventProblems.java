package io.isthmus.northbound.event;

import io.isthmus.northbound.problem.ProblemException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** What can be wrong with requests for events. */
final class EventProblems {
  private EventProblems() {}

  static ProblemException tooManyStreams(int most) {
    return ProblemException.of(
        HttpStatus.TOO_MANY_REQUESTS,
        "TOO_MANY_STREAMS",
        "%d event streams are open, and no more are allowed: close one, or come back later"
            .formatted(most),
        Map.of(HttpHeaders.RETRY_AFTER, "5"));
  }

  static ProblemException invalidPlace(String parameter) {
    return ProblemException.ofParameter(
        parameter,
        "INVALID_CURSOR",
        "%s is not the id of an event: give the last one that you have, or 0 for all"
            .formatted(parameter));
  }
}
