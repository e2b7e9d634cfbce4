package io.isthmus.northbound.event;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/events}. */
@RestController
@Tag(name = "Events")
@RequestMapping("/api/v1/tenants/{tenant}/events")
class EventController {
  private final IntentService intent;
  private final EventLog log;
  private final EventStream stream;

  EventController(IntentService intent, EventLog log, EventStream stream) {
    this.intent = intent;
    this.log = log;
    this.stream = stream;
  }

  /** Null where the answer is a stream, which is written by then. */
  @Operation(
      summary = "List or follow events",
      description =
          "As JSON a page of the log, the oldest first or, with order=NEWEST_FIRST, the newest. With Accept: text/event-stream a stream of server-sent events: each has the id of the event and the CloudEvent as data; a comment every 15 s says that the stream is alive. A stream starts with the next event, or after Last-Event-ID, or after the parameter of that name.")
  @Needs(Role.VIEWER)
  @GetMapping(produces = {"application/json", "text/event-stream"})
  @Nullable ResponseEntity<Page<EventView>> listEvents(
      @PathVariable Name tenant,
      @RequestParam Optional<String> after,
      @RequestParam(defaultValue = "OLDEST_FIRST") EventOrder order,
      @RequestHeader(name = "Last-Event-ID") Optional<String> lastEventId,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") List<String> accept,
      Paging paging,
      HttpServletResponse response) {
    intent.network(tenant);
    OptionalLong place = place(after, lastEventId);
    if (wantsStream(accept)) {
      stream.write(tenant, place, response);
      return null;
    }
    long revision = intent.snapshot().revision();
    if (order == EventOrder.NEWEST_FIRST) {
      requireNoPlace(place);
      List<Event> fetched = log.before(tenant, Cursors.before(paging), paging.limit() + 1);
      return answer(paging, fetched, revision);
    }
    long start =
        paging.after().map(key -> Cursors.parse(key, Long::parseLong)).orElse(place.orElse(0));
    List<Event> fetched = log.after(tenant, start, paging.limit() + 1);
    return answer(paging, fetched, revision);
  }

  private static ResponseEntity<Page<EventView>> answer(
      Paging paging, List<Event> fetched, long revision) {
    return Page.ofOneMore(paging, fetched, event -> Long.toString(event.sequence()), EventView::of)
        .answer(paging, revision);
  }

  /** A browser that connects again repeats its URL, so the header is the newer of the two. */
  private static OptionalLong place(Optional<String> after, Optional<String> lastEventId) {
    if (lastEventId.isPresent()) {
      return OptionalLong.of(sequence("Last-Event-ID", lastEventId.get()));
    }
    return after.isPresent()
        ? OptionalLong.of(sequence("after", after.get()))
        : OptionalLong.empty();
  }

  /** After an event, the newest first, would leave a gap that nobody asked for. */
  private static void requireNoPlace(OptionalLong place) {
    if (place.isPresent()) {
      throw ProblemException.ofParameter(
          "order",
          "NOT_USED",
          "order=NEWEST_FIRST begins at the newest event: leave after and Last-Event-ID out");
    }
  }

  private static long sequence(String parameter, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw EventProblems.invalidPlace(parameter);
    }
    return Long.parseLong(text);
  }

  private static boolean wantsStream(List<String> accept) {
    List<MediaType> types = MediaType.parseMediaTypes(accept);
    MimeTypeUtils.sortBySpecificity(types);
    return types.stream()
        .filter(type ->
            type.includes(MediaType.APPLICATION_JSON) || type.includes(MediaType.TEXT_EVENT_STREAM))
        .findFirst()
        .map(type -> !type.includes(MediaType.APPLICATION_JSON))
        .orElse(false);
  }
}
