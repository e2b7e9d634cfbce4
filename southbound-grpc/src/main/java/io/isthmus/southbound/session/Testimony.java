package io.isthmus.southbound.session;

import io.isthmus.domain.reconcile.EdgeTerms;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.southbound.api.v1.DriftReport;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.WireGuardKeys;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one edge tells of itself and its paths: measurements go to the watch as they are, what must
 * not be lost is recorded. Owned by one session.
 */
final class Testimony {
  private final NetworkWatch watch;
  private final EdgeKey edge;
  private final Consumer<JournalEntry.What> record;

  /** As the edge said it last; counts since its agent's start. */
  private long windowsDropped;

  Testimony(NetworkWatch watch, EdgeKey edge, Consumer<JournalEntry.What> record) {
    this.watch = watch;
    this.edge = edge;
    this.record = record;
  }

  void alive(Heartbeat message) {
    record.accept(new JournalEntry.What.Alive(Math.max(0, message.getAgentRssBytes())));
  }

  void drifted(DriftReport message) {
    record.accept(new JournalEntry.What.Drifted(EdgeWords.drift(message)));
  }

  void keyed(WireGuardKeys message) {
    record.accept(new JournalEntry.What.Keyed(KeyWords.of(message)));
  }

  void measured(Measurements message) {
    Optional<EdgeTerms> terms = watch.terms(edge);
    if (terms.isPresent()) {
      MeasurementWords words = MeasurementWords.of(message, terms.get());
      watch.measured(edge, words.paths(), words.classes());
      watch.refusedWindows(words.refused());
    }
    long dropped = message.getDroppedWindows();
    if (dropped > windowsDropped) {
      watch.droppedByEdge(dropped - windowsDropped);
    }
    windowsDropped = Math.max(0, dropped);
  }

  void noticed(EdgeNotice message) {
    watch
        .terms(edge)
        .map(terms -> NoticeWords.of(message, terms))
        .ifPresent(notice -> {
          watch.sensed(notice);
          record.accept(new JournalEntry.What.Noticed(notice));
        });
  }
}
