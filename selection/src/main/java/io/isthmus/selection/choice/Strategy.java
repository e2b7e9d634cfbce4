package io.isthmus.selection.choice;

import static java.util.Comparator.comparingDouble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * By what a class prefers one candidate to another. Each is a pure function of the candidates that
 * may be taken and of what carries the class now.
 */
public sealed interface Strategy {

  /**
   * What a strategy goes by.
   *
   * @param usable what may carry the class, at least one, in the order of the configuration
   * @param current what carries it now
   * @param foreseen the candidate that a learned selector would take
   */
  record Situation(List<Standing> usable, List<Member> current, Optional<String> foreseen) {
    boolean isCurrent(Standing standing) {
      return current.stream().anyMatch(member -> member.id().equals(standing.id()));
    }

    Optional<Standing> carrying() {
      return usable.stream().filter(this::isCurrent).findFirst();
    }
  }

  /** Never empty. */
  List<Member> pick(Situation situation);

  /** What it makes of a candidate, lower is better; 0 where it does not score. */
  default double score(Standing standing) {
    return 0;
  }

  /** Whether it moves for a difference in degree, so that a move waits until it has lasted. */
  default boolean goesByDegree() {
    return false;
  }

  /** In words, for a choice that went by it. */
  String words(List<Standing> chosen);

  /** The lowest rank; all of that rank by weight. */
  record Preferred() implements Strategy {
    @Override
    public List<Member> pick(Situation situation) {
      int best =
          situation.usable().stream().mapToInt(s -> s.candidate().rank()).min().orElseThrow();
      return situation.usable().stream()
          .filter(s -> s.candidate().rank() == best)
          .map(s -> new Member(s.id(), s.candidate().weight()))
          .toList();
    }

    @Override
    public String words(List<Standing> chosen) {
      return "it is the best ranked, rank " + chosen.getFirst().candidate().rank();
    }
  }

  /** The best quality; another one only where it is clearly better. */
  record BestQuality() implements Strategy {
    private static final double CLEARLY = 0.8;
    private static final double LEAST = 0.02;

    @Override
    public List<Member> pick(Situation situation) {
      Standing best = Choosing.best(situation.usable());
      Standing taken =
          situation
              .carrying()
              .filter(now -> !isClearlyBetter(best.score(), now.score()))
              .orElse(best);
      return List.of(new Member(taken.id(), 1));
    }

    static boolean isClearlyBetter(double score, double than) {
      return score < than * CLEARLY && than - score > LEAST;
    }

    @Override
    public double score(Standing standing) {
      return Quality.told(standing.score());
    }

    @Override
    public boolean goesByDegree() {
      return true;
    }

    @Override
    public String words(List<Standing> chosen) {
      double score = chosen.getFirst().score();
      return Quality.isKnown(score)
          ? String.format(Locale.ROOT, "its quality is the best, score %.3f", score)
          : "nothing tells it from the others yet";
    }
  }

  /** The lowest cost; among equals what carries it now, then the better rank. */
  record LowestCost() implements Strategy {
    @Override
    public List<Member> pick(Situation situation) {
      Comparator<Standing> cheapest =
          comparingDouble((Standing s) -> s.candidate().cost())
              .thenComparingInt(s -> situation.isCurrent(s) ? 0 : 1)
              .thenComparingInt(s -> s.candidate().rank());
      Standing best = situation.usable().stream().min(cheapest).orElseThrow();
      return List.of(new Member(best.id(), 1));
    }

    @Override
    public double score(Standing standing) {
      return standing.candidate().cost();
    }

    @Override
    public String words(List<Standing> chosen) {
      return String.format(
          Locale.ROOT, "its cost is the lowest, %.3g", chosen.getFirst().candidate().cost());
    }
  }

  /** Everything, by weight and, where all rates are declared, by free capacity. */
  record LoadBalance() implements Strategy {
    /** Shares that differ by less are the same. */
    private static final double SIZEABLE = 0.1;

    /** A link that is full still carries some, so that it is not forgotten. */
    private static final double LEAST_SHARE = 0.01;

    @Override
    public List<Member> pick(Situation situation) {
      List<Member> wanted = shares(situation.usable());
      return isSizeable(situation.current(), wanted) ? wanted : situation.current();
    }

    private static List<Member> shares(List<Standing> usable) {
      boolean byCapacity = usable.stream().allMatch(s -> s.smooth().freeBps() >= 0);
      if (!byCapacity) {
        return usable.stream().map(s -> new Member(s.id(), s.candidate().weight())).toList();
      }
      double most = usable.stream().mapToDouble(LoadBalance::capacity).max().orElse(0);
      List<Member> members = new ArrayList<>();
      for (Standing standing : usable) {
        double share = most <= 0 ? 1 : Math.max(LEAST_SHARE, capacity(standing) / most);
        long weight = Math.round(share * Member.MOST_WEIGHT);
        members.add(new Member(standing.id(), Math.clamp(weight, 1, Member.MOST_WEIGHT)));
      }
      return members;
    }

    private static double capacity(Standing standing) {
      return standing.candidate().weight() * standing.smooth().freeBps();
    }

    private static boolean isSizeable(List<Member> current, List<Member> wanted) {
      if (!Choosing.ids(current).equals(Choosing.ids(wanted))) {
        return true;
      }
      return wanted.stream()
          .anyMatch(m -> Math.abs(share(m.id(), wanted) - share(m.id(), current)) > SIZEABLE);
    }

    private static double share(String id, List<Member> members) {
      double all = members.stream().mapToInt(Member::weight).sum();
      return members.stream().filter(m -> m.id().equals(id)).mapToInt(Member::weight).sum() / all;
    }

    @Override
    public double score(Standing standing) {
      double free = standing.smooth().freeBps();
      return free >= 0 ? 1e9 / Math.max(1, standing.candidate().weight() * free) : 0;
    }

    @Override
    public boolean goesByDegree() {
      return true;
    }

    @Override
    public String words(List<Standing> chosen) {
      return "all that keep the objective share the flows";
    }
  }

  /** What a learned selector foresees to break the objective least. */
  record Predictive(io.isthmus.selection.predict.Mode mode) implements Strategy {
    @Override
    public List<Member> pick(Situation situation) {
      Standing taken =
          situation.usable().stream()
              .filter(s -> situation.foreseen().filter(s.id()::equals).isPresent())
              .findFirst()
              .or(situation::carrying)
              .orElseGet(() -> Choosing.best(situation.usable()));
      return List.of(new Member(taken.id(), 1));
    }

    @Override
    public double score(Standing standing) {
      return Quality.told(standing.score());
    }

    @Override
    public String words(List<Standing> chosen) {
      return "it is foreseen to break the objective least";
    }
  }

  /** By its name in the contract, without the prefix; empty where there is none of that name. */
  static Optional<Strategy> named(String name) {
    return switch (name) {
      case "PREFERRED" -> Optional.of(new Preferred());
      case "BEST_QUALITY" -> Optional.of(new BestQuality());
      case "LOWEST_COST" -> Optional.of(new LowestCost());
      case "LOAD_BALANCE" -> Optional.of(new LoadBalance());
      case "PREDICTIVE_QUALITY" ->
          Optional.of(new Predictive(io.isthmus.selection.predict.Mode.QUALITY));
      case "PREDICTIVE_STABLE" ->
          Optional.of(new Predictive(io.isthmus.selection.predict.Mode.STABLE));
      default -> Optional.empty();
    };
  }
}
