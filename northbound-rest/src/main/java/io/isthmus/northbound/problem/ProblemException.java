package io.isthmus.northbound.problem;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** A request that is answered with a problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  private ProblemException(Problem problem, Map<String, String> headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = Map.copyOf(headers);
  }

  /** A problem with the request as a whole. */
  public static ProblemException of(HttpStatus status, String code, String detail) {
    return of(status, code, detail, Map.of());
  }

  /** A problem with the request as a whole, whose answer has headers that help to go on. */
  public static ProblemException of(
      HttpStatus status, String code, String detail, Map<String, String> headers) {
    return new ProblemException(Problem.of(status, code, detail, List.of()), headers);
  }

  /** A problem that one or more errors make up. */
  public static ProblemException of(HttpStatus status, List<FieldError> errors) {
    return new ProblemException(
        Problem.of(status, commonCode(errors), detail(errors), errors), Map.of());
  }

  /** A path variable, query parameter or header that cannot be read. */
  public static ProblemException ofParameter(String parameter, String code, String message) {
    return of(HttpStatus.BAD_REQUEST, List.of(FieldError.ofParameter(parameter, code, message)));
  }

  public Problem problem() {
    return problem;
  }

  Map<String, String> headers() {
    return headers;
  }

  private static String commonCode(List<FieldError> errors) {
    Set<String> codes = errors.stream().map(FieldError::code).collect(Collectors.toSet());
    return codes.size() == 1 ? errors.getFirst().code() : "SEVERAL";
  }

  private static String detail(List<FieldError> errors) {
    String first = errors.getFirst().message();
    return errors.size() == 1
        ? first
        : "%s (and %d more, see errors)".formatted(first, errors.size() - 1);
  }
}
