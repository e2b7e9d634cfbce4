package io.isthmus.lab.demo;

import io.isthmus.lab.flow.OverlayTap;
import io.isthmus.lab.flow.UnderlayCounters;
import io.isthmus.lab.flow.UnderlayCounters.Forwarded;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabIntent.Wan;
import io.isthmus.lab.network.LabName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What watches from outside the agents: a tap in the kernel of either edge, which sees overlays
 * before they are encrypted, and counters in each underlay's kernel between the two edges.
 */
public final class Instruments implements AutoCloseable {
  private final List<OverlayTap> taps = new ArrayList<>();
  private final Map<String, UnderlayCounters> underlays = new LinkedHashMap<>();

  public Instruments(LabName lab, EdgeSite source, EdgeSite destination) throws IOException {
    try {
      taps.add(new OverlayTap(lab.edge(source.name())).start());
      taps.add(new OverlayTap(lab.edge(destination.name())).start());
      for (Wan wan : source.wans()) {
        destination.wans().stream()
            .filter(other -> other.transport().equals(wan.transport()))
            .findFirst()
            .ifPresent(other -> count(lab, wan, other));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void count(LabName lab, Wan wan, Wan other) {
    underlays.computeIfAbsent(
        wan.transport(),
        transport -> new UnderlayCounters(lab.underlay(transport), wan.address(), other.address()));
  }

  /** What left the source edge in an overlay. */
  public OverlayTap.Seen seen(int vni) {
    return taps.getFirst().seen(vni);
  }

  /** Packets of an overlay that left either edge. */
  public long carried(int vni) {
    return taps.stream().mapToLong(tap -> tap.seen(vni).all()).sum();
  }

  public void forget() {
    taps.forEach(OverlayTap::forget);
  }

  /** What each underlay's kernel has forwarded between the two edges, in both directions. */
  public Map<String, Forwarded> forwarded() {
    Map<String, Forwarded> forwarded = new LinkedHashMap<>();
    underlays.forEach((underlay, counters) -> forwarded.put(underlay, counters.read()));
    return forwarded;
  }

  /** Packets that the taps did not see; 0 or the taps prove nothing. */
  public int missed() throws IOException {
    int missed = 0;
    for (OverlayTap tap : taps) {
      missed += tap.missed();
    }
    return missed;
  }

  @Override
  public void close() throws IOException {
    for (OverlayTap tap : taps) {
      tap.close();
    }
    underlays.values().forEach(UnderlayCounters::close);
  }
}
