package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that an edge tells and that is to be recorded.
 *
 * @param sequence counts within one start of the agent
 * @param at by the edge's clock
 */
public record EdgeNotice(long sequence, Instant at, What what) {
  /** What happened. */
  public sealed interface What {
    /**
     * The edge judges a path anew.
     *
     * @param reason for people
     * @param detection from the first lost probe to the judgement
     */
    record PathChanged(PathKey path, PathState state, String reason, Duration detection)
        implements What {}

    /**
     * A tunnel began to break the objective of a class, or keeps it again.
     *
     * @param metric what broke it, or was the last to mend
     */
    record SlaChanged(
        Verdict verdict,
        Name trafficClass,
        Name destinationEdge,
        EdgeTerms.Tunnel tunnel,
        SlaMetric metric,
        double value,
        double threshold,
        boolean carrying,
        boolean halfRtt)
        implements What {}

    /** Other tunnels carry a class than before. */
    record Chosen(
        Name trafficClass,
        Name destinationEdge,
        List<Choice.Member> members,
        ChoiceCause cause,
        String reason,
        List<Choice.Input> inputs,
        Optional<UUID> decision,
        long revision,
        Duration reaction)
        implements What {}

    /** Older notices were dropped, because nobody took them. */
    record Dropped(long count) implements What {}

    /** It speaks of what the edge has nothing to do with, or makes no sense. */
    record Senseless() implements What {}
  }

  /** How a tunnel stands to an objective. */
  public enum Verdict {
    BROKEN,
    KEPT
  }
}
