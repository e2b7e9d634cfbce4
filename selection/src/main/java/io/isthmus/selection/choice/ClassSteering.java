package io.isthmus.selection.choice;

import io.isthmus.selection.sla.PathState;
import io.isthmus.selection.sla.SlaMonitor;
import io.isthmus.selection.sla.Verdict;
import io.isthmus.selection.sla.WatchedPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One class towards one edge: judges every candidate by the class's objective and decides what
 * carries it. Told of everything with the time, it has no clock, thread or input of its own. Not
 * for several threads.
 */
public final class ClassSteering {

  private static final Duration LAST = Duration.ofSeconds(1);
  private static final Duration SMOOTH = Duration.ofSeconds(5);
  private static final Outcome NOTHING = new Outcome(List.of(), Optional.empty());

  private final Policy policy;
  private final Order order;
  private final Map<String, WatchedPath> paths = new LinkedHashMap<>();
  private final Map<String, SlaMonitor> monitors = new LinkedHashMap<>();
  private final Hand live;
  private final @Nullable Hand shadow;
  private final Account account;

  /** A tunnel began or ceased to break the objective. */
  public record SlaChange(String candidate, Verdict verdict, boolean carrying) {}

  /** What came of something that happened. */
  public record Outcome(List<SlaChange> slaChanges, Optional<Choice> choice) {
    public Outcome {
      slaChanges = List.copyOf(slaChanges);
    }

    public boolean isNothing() {
      return this == NOTHING;
    }
  }

  /** How the class fared since the last time that was asked. */
  public record Fared(
      long measuredMillis, long violatedMillis, long shadowViolatedMillis, int shadowMoves) {}

  /**
   * @param paths by their names; a path of no name is up and not measured
   */
  public ClassSteering(Policy policy, Order order, Function<String, WatchedPath> paths, long now) {
    this.policy = policy;
    this.order = order;
    for (Candidate candidate : order.candidates()) {
      this.paths.computeIfAbsent(candidate.path(), paths);
    }
    this.paths.forEach((name, path) -> {
      SlaMonitor monitor = new SlaMonitor(policy.objective(), path.samples());
      monitor.pathState(path.state(), now);
      monitors.put(name, monitor);
    });
    live = new Hand(policy, order);
    shadow = policy.shadow().map(it -> new Hand(policy.ofShadow(it), order)).orElse(null);
    account = new Account(now);
  }

  public Policy policy() {
    return policy;
  }

  public Order order() {
    return order;
  }

  /** What carries the class; empty: dropped. */
  public List<Member> members() {
    return live.chooser.current();
  }

  /** The first choice under a configuration: what it says, unless that is known to be bad. */
  public Choice begin(long now) {
    return begin(Optional.empty(), now).orElseThrow();
  }

  /**
   * The first choice after a restart of the agent: what it left behind goes on until something is
   * known.
   */
  public Choice takeOver(List<Member> carried, long now) {
    live.chooser.goOnWith(carried);
    return begin(now);
  }

  /**
   * The first choice under another configuration than before. Where that changed nothing of what
   * should carry the class, it starts from what does.
   *
   * @return the choice, where it is another or follows another request
   */
  public Optional<Choice> begin(Optional<ClassSteering> before, long now) {
    before.ifPresent(this::inherit);
    List<Member> carried = before.map(ClassSteering::members).orElse(order.members());
    if (before.filter(this::goesOn).isPresent()) {
      live.chooser.goOnWith(carried);
    }
    if (shadow != null) {
      shadow.chooser.goOnWith(members());
    }
    List<Standing> standings = standings(now);
    Optional<Choice> better = live.decide(standings, Chooser.Pace.AT_ONCE, now);
    boolean isNews =
        before.isEmpty()
            || !Chooser.isSame(carried, members())
            || !before.get().order.decision().equals(order.decision());
    if (!isNews) {
      return Optional.empty();
    }
    return Optional.of(better.map(this::underConfiguration).orElseGet(() -> asOrdered(standings)));
  }

  /** Whether the new configuration says the same of what should carry the class. */
  private boolean goesOn(ClassSteering before) {
    boolean same =
        Chooser.isSame(before.order.members(), order.members())
            && before.order.decision().equals(order.decision())
            && before.order.hold() == order.hold()
            && before.policy.mode() == policy.mode();
    boolean byQuality =
        policy.mode() == Mode.DYNAMIC
            && !order.isRequested()
            && !before.order.isRequested()
            && !(policy.strategy() instanceof Strategy.Preferred)
            && !(policy.strategy() instanceof Strategy.LoadBalance);
    return same || byQuality;
  }

  private void inherit(ClassSteering before) {
    if (before.policy.objective().equals(policy.objective())) {
      before.monitors.forEach((path, monitor) -> {
        // Of a path that went and came back, the old monitor knows nothing.
        if (before.paths.get(path) == paths.get(path)) {
          monitors.replace(path, monitor);
        }
      });
    }
    live.inherit(before.live);
    if (shadow != null && before.shadow != null && policy.shadow().equals(before.policy.shadow())) {
      shadow.inherit(before.shadow);
    }
  }

  /** What is chosen at once may be what the configuration says: then there is no "but". */
  private Choice underConfiguration(Choice better) {
    String said = Reasons.configured(configurationCause(), order.members());
    return new Choice(
        better.members(),
        better.cause(),
        Chooser.isSame(better.members(), order.members())
            ? said + "; " + better.reason()
            : said + ", but " + better.reason(),
        better.inputs(),
        better.decision());
  }

  private Choice asOrdered(List<Standing> standings) {
    Cause cause = configurationCause();
    String reason =
        Chooser.isSame(members(), order.members())
            ? Reasons.configured(cause, members())
            : Reasons.configured(cause, order.members()) + ", and what carries it goes on";
    return new Choice(members(), cause, reason, live.chooser.inputs(standings), order.decision());
  }

  private Cause configurationCause() {
    return order.isRequested() ? Cause.REQUESTED : Cause.POLICY;
  }

  /** Samples were added to a path. */
  public Outcome onProbe(String path, long now) {
    SlaMonitor monitor = monitors.get(path);
    if (monitor == null) {
      return NOTHING;
    }
    Optional<Verdict> changed = monitor.judge(now);
    return changed.isEmpty() ? NOTHING : changed(path, changed.get(), now);
  }

  /** A path's state is another; its {@link WatchedPath} knows already. */
  public Outcome onPathState(String path, long now) {
    SlaMonitor monitor = monitors.get(path);
    WatchedPath watched = paths.get(path);
    if (monitor == null || watched == null) {
      return NOTHING;
    }
    Optional<Verdict> changed = monitor.pathState(watched.state(), now);
    if (changed.isPresent()) {
      return changed(path, changed.get(), now);
    }
    return outcome(List.of(), decide(now));
  }

  /** To be called about once a second: what waits may be due. */
  public Outcome onTick(long now) {
    List<SlaChange> changes = new ArrayList<>();
    monitors.forEach((path, monitor) ->
        monitor.judge(now).ifPresent(verdict -> changes.addAll(changes(path, verdict))));
    account.until(now);
    List<Standing> standings = standings(now);
    live.look(standings);
    if (shadow != null) {
      shadow.look(standings);
    }
    return outcome(changes, decide(standings, now));
  }

  /** Paths may have changed their state unheard, while the configuration was put in force. */
  public Outcome resume(long now) {
    List<SlaChange> changes = new ArrayList<>();
    monitors.forEach((name, monitor) -> {
      PathState state = Objects.requireNonNull(paths.get(name)).state();
      if (monitor.state() != state) {
        monitor.pathState(state, now).ifPresent(v -> changes.addAll(changes(name, v)));
      }
    });
    return outcome(changes, decide(now));
  }

  /** Candidates whose path is down. */
  public List<String> dead() {
    return order.candidates().stream()
        .filter(c -> Objects.requireNonNull(paths.get(c.path())).state() == PathState.DOWN)
        .map(Candidate::id)
        .toList();
  }

  public Fared takeFared(long now) {
    account.until(now);
    return account.take();
  }

  private Outcome changed(String path, Verdict verdict, long now) {
    if (verdict.isViolated()) {
      account.wasBroken(path, monitor(path).brokenBeforeNanos(now) / 1e6, now);
    }
    return outcome(changes(path, verdict), decide(now));
  }

  /** Tells whether a tunnel carried the class before the choice that follows. */
  private List<SlaChange> changes(String path, Verdict verdict) {
    return order.candidates().stream()
        .filter(candidate -> candidate.path().equals(path))
        .map(c -> new SlaChange(c.id(), verdict, live.chooser.isCarrying(c.id())))
        .toList();
  }

  private static Outcome outcome(List<SlaChange> changes, Optional<Choice> choice) {
    return changes.isEmpty() && choice.isEmpty() ? NOTHING : new Outcome(changes, choice);
  }

  private Optional<Choice> decide(long now) {
    return decide(standings(now), now);
  }

  private Optional<Choice> decide(List<Standing> standings, long now) {
    account.until(now);
    if (shadow != null && shadow.decide(standings, Chooser.Pace.DAMPED, now).isPresent()) {
      account.shadowMoves++;
    }
    Optional<Choice> choice = live.decide(standings, Chooser.Pace.DAMPED, now);
    account.note(standings);
    return choice;
  }

  private SlaMonitor monitor(String path) {
    return Objects.requireNonNull(monitors.get(path));
  }

  private List<Standing> standings(long now) {
    List<Standing> standings = new ArrayList<>(order.candidates().size());
    for (Candidate candidate : order.candidates()) {
      WatchedPath path = Objects.requireNonNull(paths.get(candidate.path()));
      SlaMonitor monitor = monitor(candidate.path());
      var smooth = monitor.measured(now, SMOOTH);
      standings.add(
          new Standing(
              candidate,
              path.state(),
              path.reason(),
              monitor.verdict(),
              monitor.isLossTrusted(now),
              monitor.measured(now, LAST),
              smooth,
              Quality.score(smooth, policy.objective())));
    }
    return standings;
  }

  /** A chooser with the selector that foresees for it, where its strategy has one. */
  private static final class Hand {
    private final Chooser chooser;
    private @Nullable Foresight foresight;
    private Optional<String> foreseen = Optional.empty();

    Hand(Policy policy, Order order) {
      chooser = new Chooser(policy, order);
      foresight =
          policy.strategy() instanceof Strategy.Predictive predictive
                  && !order.candidates().isEmpty()
              ? new Foresight(predictive, policy.objective(), order.candidates())
              : null;
    }

    void inherit(Hand before) {
      chooser.inherit(before.chooser);
      if (foresight != null && before.foresight != null) {
        foresight = foresight.inheriting(before.foresight);
        foreseen = before.foreseen;
      }
    }

    void look(List<Standing> standings) {
      if (foresight != null) {
        foreseen = Optional.of(foresight.next(standings, chooser.current()));
      }
    }

    Optional<Choice> decide(List<Standing> standings, Chooser.Pace pace, long now) {
      return chooser.decide(standings, foreseen, pace, now);
    }
  }

  /** Adds up for how long the class was carried, and by what was broken. */
  private final class Account {
    private long since;
    private double measured;
    private double violated;
    private double shadowViolated;
    private int shadowMoves;
    private double measuredShare;
    private double violatedShare;
    private double shadowViolatedShare;

    Account(long now) {
      since = now;
    }

    void until(long now) {
      double millis = Math.max(0, now - since) / 1e6;
      since = now;
      measured += millis * measuredShare;
      violated += millis * violatedShare;
      shadowViolated += millis * shadowViolatedShare;
    }

    /** What is known now was so for a while. */
    void wasBroken(String path, double millis, long now) {
      until(now);
      violated = Math.min(measured, violated + millis * share(path, members()));
      if (shadow != null) {
        double more = millis * share(path, shadow.chooser.current());
        shadowViolated = Math.min(measured, shadowViolated + more);
      }
    }

    private double share(String path, List<Member> members) {
      double all = members.stream().mapToInt(Member::weight).sum();
      double on =
          order.candidates().stream()
              .filter(c -> c.path().equals(path))
              .flatMap(c -> members.stream().filter(m -> m.id().equals(c.id())))
              .mapToInt(Member::weight)
              .sum();
      return all == 0 ? 0 : on / all;
    }

    void note(List<Standing> standings) {
      boolean isKnown =
          members().isEmpty() && !standings.isEmpty()
              || standings.stream().anyMatch(s -> live.chooser.isCarrying(s.id()) && isMeasured(s));
      measuredShare = isKnown ? 1 : 0;
      violatedShare = isKnown ? violatedShare(standings, members()) : 0;
      shadowViolatedShare =
          isKnown && shadow != null ? violatedShare(standings, shadow.chooser.current()) : 0;
    }

    private boolean isMeasured(Standing standing) {
      return standing.state() == PathState.DOWN
          || standing.verdict().state() != Verdict.State.UNKNOWN;
    }

    /** What is dropped keeps no objective. */
    private double violatedShare(List<Standing> standings, List<Member> members) {
      if (members.isEmpty()) {
        return 1;
      }
      double all = members.stream().mapToInt(Member::weight).sum();
      double broken =
          members.stream()
              .filter(
                  m -> standings.stream().anyMatch(s -> s.id().equals(m.id()) && !s.isCompliant()))
              .mapToInt(Member::weight)
              .sum();
      return broken / all;
    }

    Fared take() {
      Fared fared =
          new Fared(
              Math.round(measured), Math.round(violated), Math.round(shadowViolated), shadowMoves);
      measured = 0;
      violated = 0;
      shadowViolated = 0;
      shadowMoves = 0;
      return fared;
    }
  }
}
