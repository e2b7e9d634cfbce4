package io.isthmus.southbound.session;

import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.reconcile.Drift;
import io.isthmus.domain.reconcile.EdgeKeys;
import io.isthmus.domain.reconcile.EdgeNotice;
import io.isthmus.domain.reconcile.EdgeReport;
import java.util.List;
import java.util.Optional;

/**
 * Something that an edge said or that happened to its stream, to be recorded.
 *
 * @param epoch of the session that it happened in
 */
record JournalEntry(long epoch, What what) {
  /** What happened. */
  sealed interface What {
    /**
     * The stream opened.
     *
     * @param bootId of the start of the agent
     */
    record Connected(EdgeReport report, String bootId) implements What {}

    /** The stream ended. */
    record Disconnected(String reason) implements What {}

    /**
     * The edge carries this revision.
     *
     * @param trace where the push belongs that it answered
     */
    record Applied(long revision, Optional<TraceParent> trace) implements What {}

    /** The edge refused this revision. */
    record Refused(long revision, List<EdgeError> errors) implements What {}

    /** The edge mended itself. */
    record Drifted(Drift drift) implements What {}

    /** The edge tells something; acknowledged once it is recorded. */
    record Noticed(EdgeNotice notice) implements What {}

    /** The edge told its keys. */
    record Keyed(EdgeKeys keys) implements What {}

    /** The edge is alive. */
    record Alive(long agentRssBytes) implements What {}
  }

  /** Whether nothing is lost when only this one, the later, is recorded. */
  boolean subsumes(JournalEntry earlier) {
    return epoch == earlier.epoch
        && switch (what) {
          case What.Applied _ -> earlier.what instanceof What.Applied;
          case What.Alive _ -> earlier.what instanceof What.Alive;
          case What.Connected _ -> false;
          case What.Disconnected _ -> false;
          case What.Refused _ -> false;
          case What.Drifted _ -> false;
          case What.Noticed _ -> false;
          case What.Keyed _ -> false;
        };
  }
}
