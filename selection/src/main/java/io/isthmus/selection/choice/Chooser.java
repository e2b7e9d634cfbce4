package io.isthmus.selection.choice;

import io.isthmus.selection.sla.PathState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what carries one class towards one edge: leaves what is dead or broken at once, returns
 * slowly, and moves for a difference in degree only when it lasts. A pure function of what it is
 * told and when; not for several threads.
 *
 * <p>Whatever carries the class and is neither dead nor broken stays, also when its remote edge is
 * silent or when it is not measured yet: not to know is no reason to move.
 */
final class Chooser {

  private static final long HASTY = Duration.ofSeconds(10).toNanos();

  private final Policy policy;
  private final Order order;
  private final long holdDown;
  private final Map<String, History> histories = new HashMap<>();
  private List<Member> current;
  private Set<String> pending = Set.of();
  private long pendingSince;
  private boolean hasMadeDo;
  private long madeDoAt;

  Chooser(Policy policy, Order order) {
    this.policy = policy;
    this.order = order;
    this.holdDown = policy.holdDown().toNanos();
    this.current = order.members();
  }

  /** Takes over what another one knows of candidates that stay. */
  void inherit(Chooser before) {
    order
        .candidates()
        .forEach(candidate -> {
          History known = before.histories.get(candidate.id());
          if (known != null && before.holdDown == holdDown) {
            histories.put(candidate.id(), known);
          }
        });
  }

  /** Goes on with what another one chose, as far as there are candidates for it. */
  void goOnWith(List<Member> members) {
    List<Member> kept = members.stream().filter(m -> isCandidate(m.id())).toList();
    if (!kept.isEmpty() || members.isEmpty()) {
      current = kept;
    }
  }

  private boolean isCandidate(String id) {
    return order.candidates().stream().anyMatch(candidate -> candidate.id().equals(id));
  }

  List<Member> current() {
    return current;
  }

  boolean isCarrying(String id) {
    return current.stream().anyMatch(member -> member.id().equals(id));
  }

  private boolean isHeld() {
    return policy.mode() == Mode.STATIC || order.hold() == Order.Hold.PIN;
  }

  /**
   * @param standings all candidates, in the order of the configuration
   * @param foreseen the candidate that a learned selector would take
   */
  Optional<Choice> decide(List<Standing> standings, Optional<String> foreseen, long now) {
    return decide(standings, foreseen, Pace.DAMPED, now);
  }

  /** Whether a difference in degree has to last. */
  enum Pace {
    DAMPED,
    /** Under a configuration that is new. */
    AT_ONCE
  }

  Optional<Choice> decide(
      List<Standing> standings, Optional<String> foreseen, Pace pace, long now) {
    for (Standing standing : standings) {
      boolean bad = standing.isDead() || (!isHeld() && standing.isViolated());
      history(standing.id()).saw(bad, now);
    }
    Wanted wanted = standings.isEmpty() ? asOrdered() : wanted(standings, foreseen, now);
    List<Member> before = current;
    if (isSame(before, wanted.members)) {
      pending = Set.of();
      return Optional.empty();
    }
    if (pace == Pace.DAMPED && !isDue(wanted, standings, now)) {
      return Optional.empty();
    }
    Cause cause = cause(wanted, before, standings);
    String reason = new Reasons(this, standings, now).of(cause, wanted);
    adopt(wanted, now);
    return Optional.of(
        new Choice(wanted.members, cause, reason, inputs(standings), order.decision()));
  }

  List<Judged> inputs(List<Standing> standings) {
    return standings.stream().map(s -> s.judged(policy.strategy().score(s))).toList();
  }

  History history(String id) {
    return histories.computeIfAbsent(id, ignored -> new History(holdDown));
  }

  Policy policy() {
    return policy;
  }

  Order order() {
    return order;
  }

  /** What rule led to members. */
  enum Rule {
    /** The configured members, or what strategy or policy puts in the place of dead ones. */
    HELD,
    STRATEGY,
    NONE_COMPLIANT,
    /** Nothing better is known. */
    KEEP
  }

  /** What should carry the class, by which rule. */
  record Wanted(List<Member> members, Rule rule) {}

  private Wanted asOrdered() {
    return new Wanted(order.members(), Rule.KEEP);
  }

  private Wanted wanted(List<Standing> standings, Optional<String> foreseen, long now) {
    List<Member> alive = living(standings);
    boolean silent =
        standings.stream()
            .anyMatch(s -> isCarrying(s.id()) && s.state() == PathState.REMOTE_SILENT);
    if (silent && !alive.isEmpty()) {
      return new Wanted(alive, Rule.KEEP);
    }
    return isHeld() ? held(standings, foreseen, now) : dynamic(standings, foreseen, now);
  }

  /** What carries the class and is not dead. */
  private List<Member> living(List<Standing> standings) {
    return current.stream()
        .filter(m -> standings.stream().anyMatch(s -> s.id().equals(m.id()) && !s.isDead()))
        .toList();
  }

  /** The configured members as far as they live; those that came back wait for their turn. */
  private Wanted held(List<Standing> standings, Optional<String> foreseen, long now) {
    if (order.members().isEmpty()) {
      return asOrdered();
    }
    List<Member> living = living(standings);
    List<Member> configured = new ArrayList<>();
    for (Member member : order.members()) {
      Optional<Standing> standing = find(standings, member.id());
      boolean lives = standing.filter(s -> !s.isDead()).isPresent();
      if (lives
          && (living.isEmpty() || isCarrying(member.id()) || history(member.id()).isTrusted(now))) {
        configured.add(member);
      }
    }
    if (!configured.isEmpty()) {
      return new Wanted(configured, Rule.HELD);
    }
    return living.isEmpty() ? dynamic(standings, foreseen, now) : new Wanted(living, Rule.HELD);
  }

  private Wanted dynamic(List<Standing> standings, Optional<String> foreseen, long now) {
    List<Standing> compliant = standings.stream().filter(Standing::isCompliant).toList();
    if (policy.strategy() instanceof Strategy.Predictive
        && (!compliant.isEmpty() || isBestAvailable())) {
      return foreseen(standings, foreseen);
    }
    List<Standing> usable = compliant.stream().filter(s -> isSettled(s, now)).toList();
    if (usable.isEmpty()) {
      usable = compliant.stream().filter(s -> isTolerable(s, standings, now)).toList();
    }
    if (usable.isEmpty() && mustMove(standings)) {
      usable = compliant;
    }
    if (!usable.isEmpty()) {
      return new Wanted(
          policy.strategy().pick(new Strategy.Situation(usable, current, foreseen)), Rule.STRATEGY);
    }
    return compliant.isEmpty() ? noneCompliant(standings, now) : new Wanted(current, Rule.KEEP);
  }

  private boolean isBestAvailable() {
    return policy.whenNoneCompliant() == WhenNoneCompliant.BEST_AVAILABLE;
  }

  /** A learned selector weighs moves by itself; only what is dead is out of its hands. */
  private Wanted foreseen(List<Standing> standings, Optional<String> foreseen) {
    List<Standing> alive = standings.stream().filter(s -> !s.isDead()).toList();
    if (alive.isEmpty()) {
      return keepDead();
    }
    Strategy.Situation situation = new Strategy.Situation(alive, current, foreseen);
    return new Wanted(policy.strategy().pick(situation), Rule.STRATEGY);
  }

  /** What carries the class is settled; others are when they have been good for long enough. */
  private boolean isSettled(Standing standing, long now) {
    if (isCarrying(standing.id())) {
      return true;
    }
    return standing.state() == PathState.UP
        && history(standing.id()).isTrusted(now)
        && (standing.lossTrusted() || isHasty(standing, now));
  }

  /** Who asks for a short hold-down does not want to wait for statistics. */
  private boolean isHasty(Standing standing, long now) {
    History history = history(standing.id());
    return holdDown < HASTY && history.goodNanos(now) > 3 * history.hold(now);
  }

  /** Good enough when what carries the class is not, but never back and forth. */
  private boolean isTolerable(Standing standing, List<Standing> standings, long now) {
    return standing.state() == PathState.UP
        && (mustMove(standings) || history(standing.id()).isLeftLongAgo(now));
  }

  /** Nothing that carries the class may go on carrying it. */
  private boolean mustMove(List<Standing> standings) {
    return living(standings).isEmpty() || policy.whenNoneCompliant() == WhenNoneCompliant.DROP;
  }

  private Wanted noneCompliant(List<Standing> standings, long now) {
    List<Standing> alive = standings.stream().filter(s -> !s.isDead()).toList();
    List<Member> living = living(standings);
    return switch (policy.whenNoneCompliant()) {
      case DROP -> new Wanted(List.of(), Rule.NONE_COMPLIANT);
      case KEEP_CURRENT -> {
        if (!living.isEmpty()) {
          yield new Wanted(living, Rule.NONE_COMPLIANT);
        }
        yield alive.isEmpty()
            ? keepDead()
            : new Wanted(only(Choosing.best(alive)), Rule.NONE_COMPLIANT);
      }
      case BEST_AVAILABLE ->
          alive.isEmpty()
              ? keepDead()
              : new Wanted(bestAvailable(alive, living, now), Rule.NONE_COMPLIANT);
    };
  }

  /** Nothing lives, so nothing is better than what is; and what was dropped may be tried. */
  private Wanted keepDead() {
    return new Wanted(current.isEmpty() ? order.members() : current, Rule.KEEP);
  }

  private static List<Member> only(Standing standing) {
    return List.of(new Member(standing.id(), 1));
  }

  private List<Member> bestAvailable(List<Standing> alive, List<Member> living, long now) {
    List<Standing> open =
        alive.stream()
            .filter(
                s -> living.isEmpty() || isCarrying(s.id()) || history(s.id()).isLeftLongAgo(now))
            .toList();
    Standing best = Choosing.best(open);
    double carrying =
        open.stream()
            .filter(s -> isCarrying(s.id()))
            .mapToDouble(Standing::score)
            .max()
            .orElse(Double.POSITIVE_INFINITY);
    return Strategy.BestQuality.isClearlyBetter(best.score(), carrying) || living.isEmpty()
        ? only(best)
        : living;
  }

  /** Moves for a difference in degree wait until it has lasted; all others are due at once. */
  private boolean isDue(Wanted wanted, List<Standing> standings, long now) {
    if (wanted.rule == Rule.NONE_COMPLIANT) {
      boolean livesOn = living(standings).size() == current.size() && !current.isEmpty();
      return wanted.members.isEmpty() || !livesOn || !hasMadeDo || now - madeDoAt >= holdDown;
    }
    boolean byDegree = wanted.rule == Rule.STRATEGY && policy.strategy().goesByDegree();
    if (!byDegree || !isGood(standings) || isReturn(wanted)) {
      return true;
    }
    Set<String> ids = Choosing.ids(wanted.members);
    if (!ids.equals(pending)) {
      pending = ids;
      pendingSince = now;
    }
    return now - pendingSince >= holdDown;
  }

  /** Whether all that carries the class could go on. */
  private boolean isGood(List<Standing> standings) {
    return !current.isEmpty()
        && current.stream()
            .allMatch(m -> find(standings, m.id()).filter(Standing::isCompliant).isPresent());
  }

  /** More of what was left comes back, and nothing of what is goes. */
  private boolean isReturn(Wanted wanted) {
    Set<String> ids = Choosing.ids(wanted.members);
    return ids.size() > current.size()
        && ids.containsAll(Choosing.ids(current))
        && ids.stream().anyMatch(id -> !isCarrying(id) && history(id).wasLeft());
  }

  private Cause cause(Wanted wanted, List<Member> before, List<Standing> standings) {
    List<Standing> gone =
        standings.stream()
            .filter(s -> before.stream().anyMatch(m -> m.id().equals(s.id())))
            .filter(s -> wanted.members.stream().noneMatch(m -> m.id().equals(s.id())))
            .toList();
    boolean comesBack =
        wanted.members.stream().anyMatch(m -> !isCarrying(m.id()) && history(m.id()).wasLeft());
    if (gone.stream().anyMatch(Standing::isDead)) {
      return Cause.PATH_DOWN;
    }
    if (wanted.rule == Rule.NONE_COMPLIANT) {
      return Cause.NONE_COMPLIANT;
    }
    if (!isHeld() && gone.stream().anyMatch(Standing::isViolated)) {
      return Cause.SLA_BROKEN;
    }
    if (comesBack || before.isEmpty()) {
      return Cause.RETURNED;
    }
    return policy.strategy() instanceof Strategy.Predictive ? Cause.PREDICTED : Cause.STRATEGY;
  }

  private void adopt(Wanted wanted, long now) {
    Set<String> ids = Choosing.ids(wanted.members);
    for (Member member : current) {
      if (!ids.contains(member.id())) {
        history(member.id()).left(now);
      }
    }
    if (wanted.rule == Rule.NONE_COMPLIANT) {
      hasMadeDo = true;
      madeDoAt = now;
    }
    current = wanted.members;
    pending = Set.of();
  }

  private static Optional<Standing> find(List<Standing> standings, String id) {
    return standings.stream().filter(s -> s.id().equals(id)).findFirst();
  }

  /** Where one carries all, its weight says nothing. */
  static boolean isSame(List<Member> one, List<Member> other) {
    boolean sameIds = Choosing.ids(one).equals(Choosing.ids(other)) && one.size() == other.size();
    return sameIds && (one.size() <= 1 || Set.copyOf(one).equals(Set.copyOf(other)));
  }
}
