package io.isthmus.northbound.problem;

import io.isthmus.domain.intent.IntentRejected;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.reconcile.TenantNotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** The one place where exceptions become problems. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String RETRY_SECONDS = "2";

  @ExceptionHandler
  ResponseEntity<Problem> problem(ProblemException e) {
    HttpHeaders headers = new HttpHeaders();
    e.headers().forEach(headers::set);
    return answer(e.problem(), headers);
  }

  @ExceptionHandler
  ResponseEntity<Problem> noTenant(TenantNotFound e) {
    return answer(HttpStatus.NOT_FOUND, "TENANT_NOT_FOUND", String.valueOf(e.getMessage()));
  }

  /** Of changes that are no resource's: everything else shows its violations in the document. */
  @ExceptionHandler
  ResponseEntity<Problem> rejected(IntentRejected e) {
    List<FieldError> errors = e.violations().stream().map(ProblemAdvice::error).limit(100).toList();
    return answer(ProblemException.of(HttpStatus.CONFLICT, errors).problem(), new HttpHeaders());
  }

  /** A value in the URL; those in bodies are reported with their place. */
  @ExceptionHandler
  ResponseEntity<Problem> invalid(InvalidValue e) {
    return answer(HttpStatus.BAD_REQUEST, e.code(), e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException e) {
    return answer(Parameters.mismatch(e).problem(), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> noRoute(NoResourceFoundException e) {
    return answer(
        HttpStatus.NOT_FOUND,
        "ROUTE_NOT_FOUND",
        "there is nothing at this path: the routes are in /v3/api-docs and /swagger-ui.html");
  }

  @ExceptionHandler
  ResponseEntity<Problem> methodNotSupported(HttpRequestMethodNotSupportedException e) {
    return answer(
        e,
        "METHOD_NOT_ALLOWED",
        "%s is not allowed here: use one of %s"
            .formatted(e.getMethod(), String.valueOf(e.getSupportedHttpMethods())));
  }

  @ExceptionHandler
  ResponseEntity<Problem> mediaTypeNotSupported(HttpMediaTypeNotSupportedException e) {
    return answer(
        e,
        "CONTENT_TYPE_NOT_SUPPORTED",
        "this Content-Type is not supported here: use one of %s"
            .formatted(e.getSupportedMediaTypes()));
  }

  @ExceptionHandler
  ResponseEntity<Problem> notAcceptable(HttpMediaTypeNotAcceptableException e) {
    return answer(
        e,
        "NOT_ACCEPTABLE",
        "nothing that Accept asks for is available here: accept one of %s"
            .formatted(e.getSupportedMediaTypes()));
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Problem> storeUnavailable(RuntimeException e) {
    LOG.warn("The database did not answer: {}", e.toString());
    return answer(
        Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "STORE_UNAVAILABLE",
            "the database does not answer, so it is not known whether a change was made: look, and repeat the request",
            List.of()),
        retryLater());
  }

  /** Whatever else Spring has a status for; and whatever nobody has thought of. */
  @ExceptionHandler
  @Nullable ResponseEntity<Problem> other(
      Exception e, HttpServletRequest request, HttpServletResponse response) {
    if (response.isCommitted()) {
      LOG.debug("The client of {} went away: {}", request.getRequestURI(), e.toString());
      return null;
    }
    if (e instanceof ErrorResponse known && !(e instanceof ConversionNotSupportedException)) {
      return answer(known, code(known.getStatusCode()), detail(known));
    }
    return unexpected(e, request);
  }

  private static ResponseEntity<Problem> unexpected(Exception e, HttpServletRequest request) {
    String occurrence = "urn:uuid:" + UUID.randomUUID();
    LOG.error("{} at {} {}", occurrence, request.getMethod(), request.getRequestURI(), e);
    Problem problem =
        Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "INTERNAL_ERROR",
                "the controller failed; its log says more under this problem's instance",
                List.of())
            .occurrence(occurrence);
    return answer(problem, new HttpHeaders());
  }

  private static ResponseEntity<Problem> answer(ErrorResponse e, String code, String detail) {
    HttpStatus status =
        Objects.requireNonNullElse(
            HttpStatus.resolve(e.getStatusCode().value()), HttpStatus.BAD_REQUEST);
    HttpHeaders headers = new HttpHeaders();
    headers.putAll(e.getHeaders());
    return answer(Problem.of(status, code, detail, List.of()), headers);
  }

  private static ResponseEntity<Problem> answer(HttpStatus status, String code, String detail) {
    return answer(Problem.of(status, code, detail, List.of()), new HttpHeaders());
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static HttpHeaders retryLater() {
    return headers(Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
  }

  private static HttpHeaders headers(Map<String, String> values) {
    HttpHeaders headers = new HttpHeaders();
    values.forEach(headers::set);
    return headers;
  }

  private static FieldError error(Violation violation) {
    return FieldError.ofResource(
        ResourcePath.of(violation), violation.code().name(), violation.message());
  }

  private static String code(HttpStatusCode status) {
    HttpStatus known = HttpStatus.resolve(status.value());
    return known == null ? "BAD_REQUEST" : known.name().toUpperCase(Locale.ROOT);
  }

  private static String detail(ErrorResponse e) {
    String detail = e.getBody().getDetail();
    return detail == null ? "the request cannot be understood" : detail;
  }
}
