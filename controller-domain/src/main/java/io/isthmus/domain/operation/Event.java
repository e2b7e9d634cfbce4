package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, with what an orchestrator needs to act on it.
 *
 * @param sequence place in the log, growing in the order of commit; 0 until it is in the log
 * @param subject path of the resource within the tenant, such as {@code edges/edge-nice}
 * @param data strings, numbers, booleans, lists and maps of these; no nulls
 */
public record Event(
    long sequence,
    EventType type,
    Name tenant,
    String subject,
    Instant time,
    Map<String, Object> data) {
  public Event {
    data = Map.copyOf(data);
  }

  public static Event of(
      EventType type, Name tenant, String subject, Instant time, Map<String, Object> data) {
    return new Event(0, type, tenant, subject, time, data);
  }
}
