package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Declared;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Progress;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.operation.OperationView;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The answers that all resources have in common. */
public final class Answers {
  private Answers() {}

  /** Shows the resource, or nothing when the client has it already. */
  public static <V> ResponseEntity<V> shown(
      Declared<?> declared, long revision, Terms terms, V view) {
    EntityTag tag = EntityTag.of(declared);
    boolean unmodified = terms.preconditions().isUnmodified(tag);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(unmodified ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .header(HttpHeaders.ETAG, tag.quoted())
            .header(IsthmusHeaders.REVISION, Long.toString(revision));
    return unmodified ? answer.build() : answer.body(view);
  }

  /** Shows the operation that a change has led to. */
  public static ResponseEntity<OperationView> dispatched(Progress progress) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(progress.statusOfDispatch()).headers(progress.headers());
    return progress.operation().isPresent()
        ? answer.body(OperationView.of(progress.operation().get()))
        : answer.build();
  }
}
