package io.isthmus.northbound.event;

import io.isthmus.domain.operation.Event;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Events as CloudEvents in JSON: the same text for streams and for webhooks. */
@Component
public final class EventJson {
  private final JsonMapper json;

  public EventJson(JsonMapper json) {
    this.json = json;
  }

  public String write(Event event) {
    return json.writeValueAsString(EventView.of(event));
  }
}
