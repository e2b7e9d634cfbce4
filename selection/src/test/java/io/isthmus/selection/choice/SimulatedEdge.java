package io.isthmus.selection.choice;

import io.isthmus.selection.sla.Loss;
import io.isthmus.selection.sla.PathState;
import io.isthmus.selection.sla.WatchedPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * An edge with some paths, probed ten times a second and once more when an answer is overdue, which
 * it is after 60 ms; a path that lost three in a row is down. Time is counted and not waited for,
 * and the seed makes it reproducible.
 */
final class SimulatedEdge {

  static final long SECOND = 1_000_000_000L;
  static final long MILLI = 1_000_000L;
  private static final long INTERVAL = 100 * MILLI;
  private static final long SUSPICIOUS_INTERVAL = 25 * MILLI;

  private final Random random;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private ClassSteering steering;
  private long now = SECOND;
  private long nextTick = SECOND;

  final List<Move> moves = new ArrayList<>();
  final List<ClassSteering.SlaChange> slaChanges = new ArrayList<>();

  /** A choice and when it was made, seconds. */
  record Move(double at, Choice choice) {
    List<String> members() {
      return choice.members().stream().map(Member::id).toList();
    }
  }

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** How a path is at the moment; to be changed while time runs. */
  final class Line {
    final String name;
    final WatchedPath watched = new WatchedPath(PathState.UNKNOWN);
    double rttMs = 20;
    double jitterMs = 1;
    double lossPct;
    boolean isDead;
    boolean isSilent;
    double clockStepMs;
    double freeBps = Double.NaN;
    private long sequence;
    private int lostInRow;
    private long lastAnswered = -1;

    Line(String name) {
      this.name = name;
    }

    private void beat() {
      schedule(now + INTERVAL, this::beat);
      probe(() -> schedule(now + SUSPICIOUS_INTERVAL, () -> probe(() -> {})));
    }

    private void probe(Runnable whenOverdue) {
      long sent = now;
      long number = sequence++;
      boolean silent = isSilent;
      if (isDead || isSilent || random.nextDouble() * 100 < lossPct) {
        schedule(
            sent + (long) (rttMs * MILLI) + 60 * MILLI,
            () -> overdue(number, sent, silent, whenOverdue));
        return;
      }
      double forward = rttMs / 2 + random.nextDouble() * jitterMs;
      double backward = rttMs / 2 + random.nextDouble() * jitterMs;
      long back = sent + (long) ((forward + backward) * MILLI);
      double step = clockStepMs;
      schedule(back, () -> answered(number, sent, forward, backward, step));
    }

    private void overdue(long number, long sent, boolean silent, Runnable whenOverdue) {
      watched.samples().lost(number, sent, Loss.UNKNOWN);
      tell(steering.onProbe(name, now));
      whenOverdue.run();
      lostInRow += number > lastAnswered ? 1 : 0;
      if (lostInRow >= 3) {
        become(silent ? PathState.REMOTE_SILENT : PathState.DOWN, "3 probes in a row lost");
      }
    }

    private void answered(long number, long sent, double forward, double backward, double step) {
      lostInRow = 0;
      lastAnswered = Math.max(lastAnswered, number);
      become(PathState.UP, "answered");
      watched
          .samples()
          .answered(
              number, sent, forward + backward, forward + step, backward - step, forward + step);
      tell(steering.onProbe(name, now));
    }

    void become(PathState state, String reason) {
      if (watched.state() != state) {
        watched.become(state, reason);
        tell(steering.onPathState(name, now));
      }
    }
  }

  SimulatedEdge(long seed, String... paths) {
    random = new Random(seed);
    for (String path : paths) {
      Line line = new Line(path);
      lines.put(path, line);
      schedule(now + random.nextLong(INTERVAL), line::beat);
    }
  }

  Line line(String name) {
    return lines.get(name);
  }

  /** Candidates are the paths, each a rank of its own. */
  Order order(String... members) {
    List<Candidate> candidates = new ArrayList<>();
    for (String path : lines.keySet()) {
      candidates.add(new Candidate(path, path, candidates.size(), 1, candidates.size() + 1));
    }
    List<Member> list = new ArrayList<>();
    for (String member : members) {
      list.add(new Member(member, 1));
    }
    return new Order(list, candidates, "", Order.Hold.PREFER);
  }

  SimulatedEdge steer(Policy policy, Order order) {
    ClassSteering before = steering;
    steering = new ClassSteering(policy, order, path -> lines.get(path).watched, now);
    steering
        .begin(java.util.Optional.ofNullable(before), now)
        .ifPresent(choice -> moves.add(new Move(seconds(), choice)));
    return this;
  }

  SimulatedEdge run(double seconds) {
    long end = now + (long) (seconds * SECOND);
    while (now < end) {
      Event next = events.peek();
      long at = Math.min(Math.min(next.at, nextTick), end);
      now = at;
      if (at == nextTick) {
        nextTick += SECOND;
        lines.forEach((name, line) -> line.watched.samples().free(now, line.freeBps));
        tell(steering.onTick(now));
      } else if (at == next.at) {
        events.poll().action.run();
      }
    }
    return this;
  }

  /** Since the begin. */
  double seconds() {
    return (now - SECOND) / (double) SECOND;
  }

  List<String> carrying() {
    return steering.members().stream().map(Member::id).toList();
  }

  ClassSteering steering() {
    return steering;
  }

  long now() {
    return now;
  }

  /** Choices since the one that begins. */
  int moveCount() {
    return moves.size() - 1;
  }

  Move lastMove() {
    return moves.getLast();
  }

  private void tell(ClassSteering.Outcome outcome) {
    slaChanges.addAll(outcome.slaChanges());
    outcome.choice().ifPresent(choice -> moves.add(new Move(seconds(), choice)));
  }

  private long order;

  private void schedule(long at, Runnable action) {
    events.add(new Event(at, order++, action));
  }
}
