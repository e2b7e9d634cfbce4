package io.isthmus.selection.choice;

import io.isthmus.selection.choice.Chooser.Wanted;
import io.isthmus.selection.sla.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says in words, with numbers, why a choice is as it is. */
final class Reasons {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Chooser chooser;
  private final List<Standing> standings;
  private final long now;

  Reasons(Chooser chooser, List<Standing> standings, long now) {
    this.chooser = chooser;
    this.standings = standings;
    this.now = now;
  }

  String of(Cause cause, Wanted wanted) {
    return switch (cause) {
      case PATH_DOWN, SLA_BROKEN -> gone(wanted) + "; " + taken(wanted);
      case NONE_COMPLIANT ->
          "no candidate keeps the objective (" + all() + "); " + madeDo(wanted.members());
      case RETURNED -> returned(wanted);
      case STRATEGY, PREDICTED -> taken(wanted);
      case POLICY, REQUESTED -> configured(cause, wanted.members());
    };
  }

  static String configured(Cause cause, List<Member> members) {
    String asks = cause == Cause.REQUESTED ? "a request asks for " : "the configuration says ";
    return asks + (members.isEmpty() ? "to drop it" : names(members));
  }

  private static String names(List<Member> members) {
    return members.size() == 1
        ? members.getFirst().id()
        : members.stream()
            .map(m -> m.id() + " (weight " + m.weight() + ")")
            .collect(Collectors.joining(", "));
  }

  private String gone(Wanted wanted) {
    List<String> words = new ArrayList<>();
    for (Standing standing : standings) {
      boolean left =
          chooser.isCarrying(standing.id())
              && wanted.members().stream().noneMatch(m -> m.id().equals(standing.id()));
      if (left) {
        words.add(standing.id() + " " + state(standing));
      }
    }
    return String.join(", ", words);
  }

  private static String state(Standing standing) {
    if (standing.isDead()) {
      return standing.stateReason().isEmpty() ? "is down" : "is down: " + standing.stateReason();
    }
    return standing.isViolated()
        ? "breaks the objective: " + standing.verdict().words()
        : "is good: " + numbers(standing.lastSecond());
  }

  private String all() {
    return standings.stream().map(s -> s.id() + " " + state(s)).collect(Collectors.joining("; "));
  }

  private String taken(Wanted wanted) {
    if (wanted.members().isEmpty()) {
      return "nothing else may carry it, so it is dropped";
    }
    if (wanted.rule() == Chooser.Rule.NONE_COMPLIANT) {
      return "no candidate keeps the objective; " + madeDo(wanted.members());
    }
    List<Standing> chosen = chosen(wanted.members());
    String why =
        wanted.rule() == Chooser.Rule.STRATEGY && !chosen.isEmpty()
            ? chooser.policy().strategy().words(chosen) + ": "
            : "";
    return names(wanted.members())
        + " carries it, "
        + why
        + chosen.stream().map(s -> numbers(s.lastSecond())).collect(Collectors.joining("; "));
  }

  private String madeDo(List<Member> members) {
    if (members.isEmpty()) {
      return "it is dropped until one does";
    }
    List<Standing> chosen = chosen(members);
    if (chosen.isEmpty()) {
      return names(members) + " keeps carrying it";
    }
    double score = chosen.getFirst().score();
    return Quality.isKnown(score)
        ? String.format(
            Locale.ROOT, "%s carries it, the best there is with score %.2f", names(members), score)
        : names(members) + " carries it, and is not measured";
  }

  private String returned(Wanted wanted) {
    List<String> words = new ArrayList<>();
    for (Standing standing : chosen(wanted.members())) {
      History history = chooser.history(standing.id());
      if (!chooser.isCarrying(standing.id()) && history.wasLeft()) {
        words.add(
            String.format(
                Locale.ROOT,
                "%s (rank %d) has been good for %.1f s, %.1f s are asked: %s",
                standing.id(),
                standing.candidate().rank(),
                history.goodNanos(now) / NANOS_PER_SECOND,
                history.hold(now) / NANOS_PER_SECOND,
                numbers(standing.lastSecond())));
      }
    }
    return words.isEmpty() ? taken(wanted) : String.join("; ", words);
  }

  private List<Standing> chosen(List<Member> members) {
    return members.stream()
        .map(m -> standings.stream().filter(s -> s.id().equals(m.id())).findFirst().orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  private static String numbers(Measured measured) {
    if (Double.isNaN(measured.rttMs()) && Double.isNaN(measured.lossPct())) {
      return "not measured";
    }
    return String.format(
        Locale.ROOT,
        "rtt %.1f ms, jitter %.1f ms, loss %.1f %%",
        measured.rttMs(),
        measured.jitterMs(),
        measured.lossPct());
  }
}
