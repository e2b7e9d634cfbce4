package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.path.Tunnels;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.telemetry.LivePath;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.northbound.telemetry.PathKeys;
import io.isthmus.northbound.topology.LinksView.Health;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the tunnels between each two edges by how they fare. For one thread. */
final class Links {
  private static final int MOST_LINKS = 20_000;
  private static final int MOST_TUNNELS = 200_000;

  private final Network network;
  private final LiveQuality live;
  private final Set<SlaLog.Judged> broken;
  private final Map<Pair, int[]> counts =
      new TreeMap<>(Comparator.comparing(Pair::local).thenComparing(Pair::remote));
  private int tunnels;
  private boolean complete = true;

  Links(Network network, LiveQuality live, SlaLog slas) {
    this.network = network;
    this.live = live;
    this.broken = slas.broken(network.tenant());
  }

  private record Pair(Name local, Name remote) {}

  LinksView view(long revision) {
    for (Declared<Overlay> overlay : network.overlays().values()) {
      for (Name local : overlay.value().edges()) {
        Pairs.onceOf(overlay.value(), local).forEach(remote -> count(overlay, local, remote));
      }
    }
    int[] all = new int[Health.values().length];
    counts.values().forEach(some -> Arrays.setAll(all, i -> all[i] + some[i]));
    return new LinksView(
        revision,
        new LinksView.Tally(
            all[Health.UP.ordinal()],
            all[Health.DEGRADED.ordinal()],
            all[Health.DOWN.ordinal()],
            all[Health.UNKNOWN.ordinal()]),
        counts.entrySet().stream().map(entry -> link(entry.getKey(), entry.getValue())).toList(),
        complete);
  }

  private void count(Declared<Overlay> overlay, Name local, Name remote) {
    if (tunnels >= MOST_TUNNELS) {
      complete = false;
      return;
    }
    for (Tunnel tunnel : Tunnels.between(network, overlay, local, remote)) {
      Pair pair = new Pair(local, remote);
      int[] some = counts.get(pair);
      if (some == null) {
        if (counts.size() == MOST_LINKS) {
          complete = false;
          return;
        }
        some = new int[Health.values().length];
        counts.put(pair, some);
      }
      some[health(tunnel).ordinal()]++;
      tunnels++;
    }
  }

  private Health health(Tunnel tunnel) {
    PathKey path = PathKeys.of(network.tenant(), tunnel);
    PathKey reversed = PathKeys.reversed(path);
    PathState here = state(path);
    PathState there = state(reversed);
    if (isDead(here) || isDead(there)) {
      return Health.DOWN;
    }
    if (here != PathState.UP || there != PathState.UP) {
      return Health.UNKNOWN;
    }
    boolean breaks =
        !broken.isEmpty()
            && (broken.contains(new SlaLog.Judged(tunnel.overlay(), path))
                || broken.contains(new SlaLog.Judged(tunnel.overlay(), reversed)));
    return breaks ? Health.DEGRADED : Health.UP;
  }

  private PathState state(PathKey path) {
    return live.find(path).map(LivePath::state).orElse(PathState.UNKNOWN);
  }

  private static boolean isDead(PathState state) {
    return state == PathState.DOWN || state == PathState.REMOTE_SILENT;
  }

  private static LinksView.Link link(Pair pair, int[] some) {
    Health[] values = Health.values();
    int worst = values.length - 1;
    while (some[worst] == 0) {
      worst--;
    }
    return new LinksView.Link(
        pair.local().value(),
        pair.remote().value(),
        some[Health.UP.ordinal()],
        some[Health.DEGRADED.ordinal()],
        some[Health.DOWN.ordinal()],
        some[Health.UNKNOWN.ordinal()],
        values[worst]);
  }
}
