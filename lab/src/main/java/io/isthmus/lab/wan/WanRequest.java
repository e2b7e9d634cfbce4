package io.isthmus.lab.wan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.JsonNode;

/** What the emulator can be asked, a JSON document on a line of its own. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WanRequest.ListLines.class, name = "list"),
  @JsonSubTypes.Type(value = WanRequest.Change.class, name = "change"),
  @JsonSubTypes.Type(value = WanRequest.Clear.class, name = "clear"),
  @JsonSubTypes.Type(value = WanRequest.Replay.class, name = "replay")
})
sealed interface WanRequest {
  /** How every line is. */
  record ListLines() implements WanRequest {}

  /**
   * Changes what is named and leaves the rest as it is; ends a replay there.
   *
   * @param change fields of {@link Impairment}
   */
  record Change(WanSelection selection, JsonNode change) implements WanRequest {}

  /** Takes all impairments away and ends replays there. */
  record Clear(WanSelection selection) implements WanRequest {}

  /**
   * Relives a recorded link.
   *
   * @param file absolute
   * @param fromSeconds what is left out of the recording's front
   * @param speed how many seconds of the recording pass in one
   */
  record Replay(WanSelection selection, String file, double fromSeconds, double speed)
      implements WanRequest {}
}
