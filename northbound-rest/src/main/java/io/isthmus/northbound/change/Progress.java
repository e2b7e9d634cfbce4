package io.isthmus.northbound.change;

import io.isthmus.domain.operation.Operation;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * How far a change has come by the time of its answer.
 *
 * @param revision the revision in which the intent is what was asked for
 * @param operation absent when nothing was to change
 * @param waited how long the client was ready to wait, where it said so
 */
public record Progress(long revision, Optional<Operation> operation, Optional<Duration> waited) {

  /** What the answer to the change carries. */
  public HttpHeaders headers() {
    HttpHeaders headers = new HttpHeaders();
    headers.set(IsthmusHeaders.REVISION, Long.toString(revision));
    waited.ifPresent(
        time -> headers.set(IsthmusHeaders.PREFERENCE_APPLIED, "wait=" + time.toSeconds()));
    operation.ifPresent(existing -> {
      headers.set(IsthmusHeaders.OPERATION_LOCATION, location(existing));
      headers.set(IsthmusHeaders.OPERATION, existing.id().toString());
      headers.set(IsthmusHeaders.OPERATION_STATE, existing.state().name());
    });
    return headers;
  }

  /** Of a change whose result the answer shows: 202 only to clients who waited in vain. */
  public HttpStatus statusOfUpdate() {
    return waited.isPresent() && isRunning() ? HttpStatus.ACCEPTED : HttpStatus.OK;
  }

  /** Of a change whose only result is at the edges. */
  public HttpStatus statusOfDispatch() {
    return isRunning() ? HttpStatus.ACCEPTED : HttpStatus.OK;
  }

  private boolean isRunning() {
    return operation.map(existing -> !existing.isDone()).orElse(false);
  }

  private static String location(Operation operation) {
    return "/api/v1/tenants/%s/operations/%s".formatted(operation.tenant(), operation.id());
  }
}
