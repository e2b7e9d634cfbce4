package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.path.Carriage;
import io.isthmus.domain.path.PathSelection;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.steering.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts carriages by class and by what carries them. For one thread. */
final class Classes {
  private static final int MOST_MOVES = 3;

  private final Network network;
  private final SlaLog slas;
  private final Map<Direction, Choice> choices = new HashMap<>();
  private final SortedMap<Name, Tally> tallies = new TreeMap<>();

  private record Direction(Name trafficClass, Name source, Name destination) {}

  private static final class Tally {
    final OpenViolations violations;
    final Map<List<String>, Integer> carriers = new HashMap<>();
    final List<Choice> moves = new ArrayList<>();
    int told;
    int broken;

    Tally(OpenViolations violations) {
      this.violations = violations;
    }
  }

  Classes(Network network, List<Choice> inForce, SlaLog slas) {
    this.network = network;
    this.slas = slas;
    inForce.forEach(choice ->
        choices.put(
            new Direction(
                choice.trafficClass(), choice.sourceEdge().edge(), choice.destinationEdge()),
            choice));
  }

  ClassesView view(long revision) {
    for (Name name : CarriageSearch.classes(network)) {
      tallies.put(name, new Tally(OpenViolations.read(slas, network.tenant(), name)));
    }
    Neighbours neighbours = new Neighbours(network);
    for (Name source : network.edges().keySet()) {
      PathSelection selection = new PathSelection(network, source);
      for (Name destination : neighbours.of(source)) {
        tallies.forEach((name, tally) ->
            count(tally, CarriageSearch.carriage(network, selection, name, destination)));
      }
    }
    return new ClassesView(
        revision,
        tallies.entrySet().stream().map(each -> view(each.getKey(), each.getValue())).toList());
  }

  private void count(Tally tally, Carriage carriage) {
    List<String> planned =
        carriage.overlays().stream().map(entry -> entry.overlay().value()).sorted().toList();
    Choice choice =
        choices.get(
            new Direction(
                carriage.trafficClass(), carriage.sourceEdge(), carriage.destinationEdge()));
    if (choice == null) {
      tally.carriers.merge(planned, 1, Integer::sum);
      return;
    }
    List<String> now = overlays(choice);
    tally.carriers.merge(now, 1, Integer::sum);
    tally.told++;
    tally.broken += breaks(choice, tally.violations) ? 1 : 0;
    if (!now.equals(planned)) {
      tally.moves.add(choice);
    }
  }

  private static List<String> overlays(Choice choice) {
    return choice.members().stream()
        .map(member -> member.overlay().value())
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean breaks(Choice choice, OpenViolations violations) {
    return choice.members().isEmpty()
        || choice.members().stream()
            .anyMatch(member ->
                violations
                    .find(choice.destinationEdge(), member.overlay(), member.path())
                    .isPresent());
  }

  private static ClassesView.OfClass view(Name name, Tally tally) {
    return new ClassesView.OfClass(
        name.value(),
        tally.carriers.values().stream().mapToInt(Integer::intValue).sum(),
        tally.told,
        tally.broken,
        tally.moves.size(),
        tally.carriers.entrySet().stream()
            .map(carrier -> new ClassesView.Carrier(carrier.getKey(), carrier.getValue()))
            .sorted(
                Comparator.comparingInt(ClassesView.Carrier::directions)
                    .reversed()
                    .thenComparing(carrier -> String.join(" ", carrier.overlays())))
            .toList(),
        tally.moves.stream()
            .sorted(Comparator.comparing(Choice::chosenAt).reversed())
            .limit(MOST_MOVES)
            .map(Classes::move)
            .toList());
  }

  private static ClassesView.Move move(Choice choice) {
    return new ClassesView.Move(
        choice.sourceEdge().edge().value(),
        choice.destinationEdge().value(),
        overlays(choice),
        choice.cause(),
        choice.reason(),
        choice.chosenAt());
  }
}
