package io.isthmus.northbound.idempotency;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.IdempotencyStore;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.northbound.access.Caller;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Preference;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries a POST with an Idempotency-Key out once: a repetition gets the first answer. A request
 * that was refused gives its key back, since nothing was done.
 */
@Component
public final class Idempotency {
  private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
  private static final String VALID_KEY = "[\\x21-\\x7e]{1,255}";

  private final IdempotencyStore store;
  private final JsonMapper json;

  public Idempotency(IdempotencyStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  /**
   * Makes the change, or repeats the answer of when it was made. The answer is stored as soon as
   * the change is made, so that a client who loses patience while the edges are waited for finds
   * it.
   */
  public <C, T> ResponseEntity<?> once(
      Name tenant, HttpServletRequest request, Document document, Work<C, T> work) {
    String key = request.getHeader(IsthmusHeaders.IDEMPOTENCY_KEY);
    if (key == null) {
      return work.answer(work.change(), Waiting.AS_PREFERRED);
    }
    requireValid(key);
    String own = ofCaller(key);
    String fingerprint = fingerprint(request, document);
    Optional<IdempotencyStore.Entry> known = store.reserve(tenant, own, fingerprint);
    return known.isPresent() ? repeated(known.get(), fingerprint) : first(tenant, own, work);
  }

  /** Whether to wait for the edges. */
  public enum Waiting {
    NOT_AT_ALL,
    AS_PREFERRED;

    /** What then holds of the client's preference. */
    public Preference of(Terms terms) {
      return switch (this) {
        case NOT_AT_ALL -> Preference.NONE;
        case AS_PREFERRED -> terms.preference();
      };
    }
  }

  /**
   * A request in two steps.
   *
   * @param <C> what the change came to
   * @param <T> the body of the answer
   */
  public interface Work<C, T> {
    C change();

    ResponseEntity<T> answer(C outcome, Waiting waiting);
  }

  private <C, T> ResponseEntity<T> first(Name tenant, String key, Work<C, T> work) {
    C outcome = changed(tenant, key, work);
    remember(tenant, key, work.answer(outcome, Waiting.NOT_AT_ALL));
    ResponseEntity<T> answer = work.answer(outcome, Waiting.AS_PREFERRED);
    remember(tenant, key, answer);
    return answer;
  }

  private <C> C changed(Name tenant, String key, Work<C, ?> work) {
    boolean done = false;
    try {
      C outcome = work.change();
      done = true;
      return outcome;
    } finally {
      if (!done) {
        store.release(tenant, key);
      }
    }
  }

  /** The change is made by now: that its answer cannot be stored must not look like a failure. */
  private void remember(Name tenant, String key, ResponseEntity<?> answer) {
    try {
      store.complete(
          tenant,
          key,
          new IdempotencyStore.Answer(
              answer.getStatusCode().value(),
              lines(answer.getHeaders()),
              json.writeValueAsString(answer.getBody())));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn(
          "The answer under an idempotency key of tenant {} is lost: {}", tenant, e.toString());
    }
  }

  private static ResponseEntity<byte[]> repeated(IdempotencyStore.Entry entry, String fingerprint) {
    if (!entry.fingerprint().equals(fingerprint)) {
      throw problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "IDEMPOTENCY_KEY_REUSED",
          "the key was used for another request: use a new key for each request");
    }
    IdempotencyStore.Answer answer =
        entry
            .answer()
            .orElseThrow(() ->
                ProblemException.of(
                    HttpStatus.CONFLICT,
                    "REQUEST_IN_PROGRESS",
                    "a request with this key is being worked on: repeat yours later",
                    Map.of(HttpHeaders.RETRY_AFTER, "1")));
    return ResponseEntity.status(answer.status())
        .headers(headers(answer.headers()))
        .header(IsthmusHeaders.IDEMPOTENT_REPLAYED, "true")
        .contentType(MediaType.APPLICATION_JSON)
        .body(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static void requireValid(String key) {
    if (!key.matches(VALID_KEY)) {
      throw problem(
          HttpStatus.BAD_REQUEST,
          "INVALID_HEADER",
          "the key is not one of 1-255 visible ASCII characters: use a UUID");
    }
  }

  private static ProblemException problem(HttpStatus status, String code, String message) {
    return ProblemException.of(
        status, List.of(FieldError.ofParameter(IsthmusHeaders.IDEMPOTENCY_KEY, code, message)));
  }

  private static String fingerprint(HttpServletRequest request, Document document) {
    String text =
        "%s %s?%s\n%s"
            .formatted(
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                document.root());
    return hash(text);
  }

  /** Callers have keys of their own: none meets the other's answers, or learns of its keys. */
  private static String ofCaller(String key) {
    return hash(Caller.current().id() + "\n" + key);
  }

  private static String hash(String text) {
    return Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static String lines(HttpHeaders headers) {
    return headers.headerSet().stream()
        .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + ": " + value))
        .collect(Collectors.joining("\n"));
  }

  private static HttpHeaders headers(String lines) {
    HttpHeaders headers = new HttpHeaders();
    lines
        .lines()
        .forEach(line -> {
          int colon = line.indexOf(": ");
          headers.add(line.substring(0, colon), line.substring(colon + 2));
        });
    return headers;
  }
}
