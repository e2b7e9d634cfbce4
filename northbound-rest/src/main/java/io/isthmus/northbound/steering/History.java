package io.isthmus.northbound.steering;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.northbound.document.Instants;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for a tenant, by whomever, the newest first: requested decisions and the choices
 * of edges, merged by time.
 */
record History(
    DecisionLog decisions,
    ChoiceLog choices,
    Name tenant,
    HistoryFilter filter,
    Instant now,
    long revision) {
  private static final int READ_AT_ONCE = 1_001;

  /** With more pairs than this, all that is in force is read at once. */
  private static final int FEW = 16;

  private static final Comparator<Choice> NEWEST_FIRST =
      Comparator.comparing(Choice::chosenAt)
          .thenComparing(Choice::id, HistoryPlace::compare)
          .reversed();

  Page<SteeringDecisionView> page(Paging paging) {
    HistoryPlace start =
        paging
            .after()
            .map(text -> Cursors.parse(text, HistoryPlace::parse))
            .orElseGet(() -> HistoryPlace.start(filter.to().orElse(Instants.END), revision));
    Merge merge = new Merge(choices(start), requested(start));
    HistoryPlace place = start;
    List<Item> items = new ArrayList<>();
    while (items.size() < paging.limit() && merge.hasNext()) {
      Item item = merge.next();
      place = item.after(place);
      items.add(item);
    }
    return Page.until(views(items), merge.hasNext() ? place.toString() : null);
  }

  boolean isEmpty() {
    HistoryPlace start = HistoryPlace.start(Instants.END, revision);
    return !new Merge(choices(start), requested(start)).hasNext();
  }

  /** Whether the edge that made the choice has made no newer one. */
  boolean isInForce(Choice choice) {
    return inForceNow(pairOf(choice)).contains(choice.id());
  }

  private Peeking<Choice> choices(HistoryPlace start) {
    if (!filter.wantsChoices()) {
      return new Peeking<>(Collections.emptyIterator());
    }
    Optional<Instant> at = filter.at().or(() -> filter.active().filter(on -> on).map(on -> now));
    if (at.isPresent()) {
      return new Peeking<>(
          choices.inForceAt(tenant, filter.ofChoices(), at.get()).stream()
              .filter(start::isAhead)
              .filter(choice -> filter.isWithin(choice.chosenAt()))
              .sorted(NEWEST_FIRST)
              .iterator());
    }
    Set<UUID> unwanted = filter.active().isPresent() ? inForceNow(filter.ofChoices()) : Set.of();
    return new Peeking<>(new Choices(start, unwanted));
  }

  private Peeking<DecisionLog.Entry> requested(HistoryPlace start) {
    return new Peeking<>(
        filter.wantsDecisions()
            ? new Decisions(start.decisionsBefore())
            : Collections.emptyIterator());
  }

  private Set<UUID> inForceNow(ChoiceLog.Filter which) {
    return choices.inForceAt(tenant, which, now).stream()
        .map(Choice::id)
        .collect(Collectors.toSet());
  }

  private List<SteeringDecisionView> views(List<Item> items) {
    List<ChoiceLog.Filter> pairs =
        items.stream()
            .flatMap(item -> Optional.ofNullable(item.choice()).stream())
            .map(History::pairOf)
            .distinct()
            .limit(FEW + 1L)
            .toList();
    Set<UUID> inForce = new HashSet<>();
    if (pairs.size() > FEW) {
      inForce.addAll(inForceNow(filter.ofChoices()));
    } else {
      pairs.forEach(pair -> inForce.addAll(inForceNow(pair)));
    }
    return items.stream().map(item -> item.view(inForce)).toList();
  }

  private static ChoiceLog.Filter pairOf(Choice choice) {
    return new ChoiceLog.Filter(
        Optional.of(choice.trafficClass()),
        Optional.of(choice.sourceEdge().edge()),
        Optional.of(choice.destinationEdge()),
        Optional.empty());
  }

  /** One of the two. */
  private record Item(@Nullable Choice choice, DecisionLog.@Nullable Entry entry) {
    HistoryPlace after(HistoryPlace place) {
      HistoryPlace next = choice == null ? place : place.after(choice);
      return entry == null ? next : next.after(entry);
    }

    SteeringDecisionView view(Set<UUID> inForce) {
      if (choice != null) {
        return SteeringDecisionView.of(choice, inForce.contains(choice.id()));
      }
      if (entry != null) {
        return SteeringDecisionView.of(entry);
      }
      throw new IllegalStateException("neither a choice nor a decision");
    }
  }

  /** An edge's choice follows what was requested at the same moment. */
  private record Merge(Peeking<Choice> choices, Peeking<DecisionLog.Entry> decisions) {
    boolean hasNext() {
      return choices.peek().isPresent() || decisions.peek().isPresent();
    }

    Item next() {
      Optional<Choice> choice = choices.peek();
      Optional<DecisionLog.Entry> entry = decisions.peek();
      boolean choiceIsNewer =
          choice.isPresent()
              && entry
                  .map(other -> !choice.get().chosenAt().isBefore(other.decision().decidedAt()))
                  .orElse(true);
      return choiceIsNewer ? new Item(choices.take(), null) : new Item(null, decisions.take());
    }
  }

  /** Reads requested decisions a page at a time. */
  private final class Decisions extends Batches<DecisionLog.Entry> {
    private long before;

    Decisions(long before) {
      this.before = before;
    }

    @Override
    List<DecisionLog.Entry> read() {
      List<DecisionLog.Entry> read =
          decisions.list(tenant, filter.trafficClass(), before, READ_AT_ONCE);
      if (!read.isEmpty()) {
        before = read.getLast().decision().revision();
      }
      return read;
    }

    @Override
    boolean fits(DecisionLog.Entry entry) {
      return filter.fits(entry);
    }

    @Override
    boolean isLast(DecisionLog.Entry entry) {
      return filter.isTooOld(entry.decision().decidedAt());
    }
  }

  /** Reads choices a page at a time. */
  private final class Choices extends Batches<Choice> {
    private HistoryPlace place;
    private final Set<UUID> unwanted;

    Choices(HistoryPlace place, Set<UUID> unwanted) {
      this.place = place;
      this.unwanted = unwanted;
    }

    @Override
    List<Choice> read() {
      List<Choice> read =
          choices.list(
              tenant,
              filter.ofChoices(),
              place.choicesBefore(),
              place.choiceBefore(),
              READ_AT_ONCE);
      if (!read.isEmpty()) {
        place = place.after(read.getLast());
      }
      return read;
    }

    @Override
    boolean fits(Choice choice) {
      return !unwanted.contains(choice.id()) && filter.isWithin(choice.chosenAt());
    }

    @Override
    boolean isLast(Choice choice) {
      return filter.isTooOld(choice.chosenAt());
    }
  }

  /** Whatever is read in batches, one by one. */
  private abstract static class Batches<T> implements Iterator<T> {
    private Iterator<T> batch = List.<T>of().iterator();
    private boolean ended;

    abstract List<T> read();

    abstract boolean fits(T item);

    /** Whether none that is wanted comes after it. */
    abstract boolean isLast(T item);

    @Override
    public boolean hasNext() {
      while (!batch.hasNext() && !ended) {
        List<T> read = read();
        ended = read.size() < READ_AT_ONCE || isLast(read.getLast());
        batch = read.stream().filter(this::fits).iterator();
      }
      return batch.hasNext();
    }

    @Override
    public T next() {
      return batch.next();
    }
  }

  /** Shows the next item before it is taken. */
  private static final class Peeking<T> {
    private final Iterator<T> items;
    private Optional<T> next = Optional.empty();

    Peeking(Iterator<T> items) {
      this.items = items;
    }

    Optional<T> peek() {
      if (next.isEmpty() && items.hasNext()) {
        next = Optional.of(items.next());
      }
      return next;
    }

    T take() {
      T taken = peek().orElseThrow();
      next = Optional.empty();
      return taken;
    }
  }
}
