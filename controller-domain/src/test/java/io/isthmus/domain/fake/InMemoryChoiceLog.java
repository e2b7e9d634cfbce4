package io.isthmus.domain.fake;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Choices in memory. */
public final class InMemoryChoiceLog implements ChoiceLog {
  private static final Comparator<Choice> NEWEST_FIRST =
      Comparator.comparing(Choice::chosenAt).thenComparing(Choice::id).reversed();

  private final List<Choice> choices = new ArrayList<>();

  private record Pair(Name trafficClass, EdgeKey source, Name destination)
      implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
        Comparator.comparing(Pair::trafficClass)
            .thenComparing(Pair::source)
            .thenComparing(Pair::destination);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  @Override
  public synchronized void add(Choice choice) {
    if (choices.stream().noneMatch(known -> known.id().equals(choice.id()))) {
      choices.add(choice);
    }
  }

  @Override
  public synchronized Optional<Choice> find(Name tenant, UUID id) {
    return of(tenant).filter(choice -> choice.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<Choice> list(
      Name tenant, Filter filter, Instant before, Optional<UUID> beforeId, int limit) {
    return of(tenant)
        .filter(choice -> fits(filter, choice))
        .filter(choice -> Order.isBefore(choice.chosenAt(), choice.id(), before, beforeId))
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Choice> inForceAt(Name tenant, Filter filter, Instant at) {
    Map<Pair, Choice> newest = new TreeMap<>();
    of(tenant)
        .filter(choice -> !choice.chosenAt().isAfter(at))
        .sorted(NEWEST_FIRST)
        .forEach(choice -> newest.putIfAbsent(pair(choice), choice));
    return newest.values().stream().filter(choice -> fits(filter, choice)).toList();
  }

  @Override
  public synchronized List<Choice> allInForceAt(Name tenant, Instant at) {
    Filter all = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return inForceAt(tenant, all, at).stream().map(InMemoryChoiceLog::withoutInputs).toList();
  }

  private static Choice withoutInputs(Choice choice) {
    return new Choice(
        choice.id(),
        choice.sourceEdge(),
        choice.trafficClass(),
        choice.destinationEdge(),
        choice.members(),
        choice.cause(),
        choice.reason(),
        List.of(),
        choice.decision(),
        choice.revision(),
        choice.reaction(),
        choice.chosenAt());
  }

  private Stream<Choice> of(Name tenant) {
    return choices.stream().filter(choice -> choice.sourceEdge().tenant().equals(tenant));
  }

  private static boolean fits(Filter filter, Choice choice) {
    return filter.trafficClass().map(choice.trafficClass()::equals).orElse(true)
        && filter.sourceEdge().map(choice.sourceEdge().edge()::equals).orElse(true)
        && filter.destinationEdge().map(choice.destinationEdge()::equals).orElse(true)
        && filter.cause().map(choice.cause()::equals).orElse(true);
  }

  private static Pair pair(Choice choice) {
    return new Pair(choice.trafficClass(), choice.sourceEdge(), choice.destinationEdge());
  }
}
