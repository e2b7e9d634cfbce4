package io.isthmus.domain.reconcile;

import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Knows how far each edge's notices are recorded, so that each is recorded once: whatever happens
 * to streams, controllers and acknowledgements on the way.
 */
public interface NoticeLedger {
  /**
   * How far an edge's notices are recorded.
   *
   * @param bootId of the start of the agent that counts the sequence
   * @param bootedAt when this controller's store first heard of that start
   * @param sequence everything up to this is recorded, or was refused for good; 0 for nothing
   * @param newest the time of the newest that is recorded: times of one edge never fall
   */
  record Cursor(String bootId, Instant bootedAt, long sequence, Instant newest) {
    public static final Cursor NONE = new Cursor("", Instant.EPOCH, 0, Instant.EPOCH);
  }

  /**
   * Runs the work once, in one transaction, in which the edge's cursor is locked. What the work
   * writes to {@code SlaLog}, {@code ChoiceLog} and {@code EventLog} is durable together with the
   * cursor that it returns, or not at all.
   *
   * @param work is given {@link Cursor#NONE} when nothing is known of the edge
   */
  void advance(EdgeKey edge, UnaryOperator<Cursor> work);
}
