package io.isthmus.agent.probe;

import io.isthmus.agent.probe.SenderSession.Times;
import io.isthmus.southbound.api.v1.PathState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** Paths without packets: the prober's order of work in a time of its own. */
final class SimulatedPaths {

  private static final long MS = 1_000_000;
  private static final long STEP = MS;
  private static final long INTERVAL = 100 * MS;
  private static final long WALL = 1_790_000_000_000_000_000L;

  final Random random;
  private final Recorder heard = new Recorder();
  private final Verdicts verdicts =
      new Verdicts((path, state, reason, detection) ->
          heard.stateChanged(path.key, state, reason, detection));
  private final List<Simulated> paths = new ArrayList<>();
  private final Set<String> silent = new HashSet<>();
  private final Times times = new Times();
  private List<PathHealth> healths = List.of();
  private long now;

  SimulatedPaths(long seed) {
    random = new Random(seed);
  }

  /** A path whose network does what a test says. */
  final class Simulated {
    final String remote;
    final PathHealth health;
    private final Beat beat;
    private final PriorityQueue<Answer> answers =
        new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private int reflected;
    boolean cut;
    long rttMillis;
    int lossPct;

    private Simulated(PathHealth health, String remote, long rttMillis) {
      this.health = health;
      this.remote = remote;
      this.rttMillis = rttMillis;
      beat = new Beat(INTERVAL, now + (long) (random.nextDouble() * INTERVAL));
    }
  }

  private record Answer(long at, int sequence, long sentAt, int reflected, long oneWay) {}

  Simulated path(String key, String remote, String link, long rttMillis) {
    SenderSession session = new SenderSession(key, 128, 0, heard);
    return add(new Simulated(new PathHealth(key, remote, link, session), remote, rttMillis));
  }

  Simulated unmeasured(String key, String remote, String link) {
    return add(new Simulated(new PathHealth(key, remote, link, null), remote, 0));
  }

  private Simulated add(Simulated path) {
    paths.add(path);
    healths = paths.stream().map(p -> p.health).toList();
    PathHealth.relate(healths);
    return path;
  }

  void silence(String remote, boolean isSilent) {
    if (isSilent) {
      silent.add(remote);
    } else {
      silent.remove(remote);
    }
  }

  void fault(String link, String fault) {
    healths.stream().filter(h -> h.link.equals(link)).forEach(h -> h.linkFault = fault);
  }

  void run(long nanos) {
    long end = now + nanos;
    while (now < end) {
      now += STEP;
      paths.forEach(this::hear);
      for (PathHealth health : healths) {
        if (health.session != null) {
          health.session.judge(now, Long.MIN_VALUE);
        }
      }
      verdicts.judge(healths, now);
      paths.forEach(this::send);
    }
  }

  private void hear(Simulated path) {
    while (!path.answers.isEmpty() && path.answers.peek().at <= now) {
      Answer answer = path.answers.poll();
      times.reflectorReceived = WALL + answer.sentAt + answer.oneWay;
      times.reflectorSent = times.reflectorReceived;
      times.received = WALL + answer.at;
      path.health.session.answered(
          answer.sequence, NtpTime.of(WALL + answer.sentAt), answer.reflected, times, now);
    }
  }

  private void send(Simulated path) {
    SenderSession session = path.health.session;
    if (session == null || !path.health.linkFault.isEmpty() || path.beat.dueAt(path.health) > now) {
      return;
    }
    path.health.wanted = false;
    path.beat.sent(now);
    int sequence = session.nextSequence();
    session.sent(now, NtpTime.of(WALL + now), 0);
    long oneWay = path.rttMillis * MS / 2;
    if (path.cut || silent.contains(path.remote) || isLost(path)) {
      return;
    }
    int number = path.reflected++;
    if (!isLost(path)) {
      path.answers.add(new Answer(now + 2 * oneWay, sequence, now, number, oneWay));
    }
  }

  /** Half of the loss on each way. */
  private boolean isLost(Simulated path) {
    return random.nextInt(200) < path.lossPct;
  }

  void clear() {
    heard.clear();
  }

  List<Recorder.Change> changes(Simulated path) {
    return heard.changes(path.health.key);
  }

  List<PathState> states(Simulated path) {
    return changes(path).stream().map(Recorder.Change::state).toList();
  }

  long lost(Simulated path) {
    return heard.settled(path.health.key).stream()
        .filter(s -> s.fate() != ProbeOutcome.Fate.ANSWERED)
        .count();
  }

  double lostPct(Simulated path) {
    return 100.0 * lost(path) / heard.settled(path.health.key).size();
  }
}
