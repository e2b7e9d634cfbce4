package io.isthmus.lab.demo;

import io.isthmus.lab.flow.UnderlayTap;
import io.isthmus.lab.flow.VniCounters;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabIntent.Wan;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.NetworkPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What watches the underlays from outside the edges: a tap at each of the source edge's WAN links,
 * and counters by VNI in each underlay's kernel.
 */
public final class Instruments implements AutoCloseable {
  private final Map<String, UnderlayTap> taps = new LinkedHashMap<>();
  private final Map<String, VniCounters> counters = new LinkedHashMap<>();

  public Instruments(LabName lab, EdgeSite source, List<Integer> vnis) throws IOException {
    try {
      for (int i = 0; i < source.wans().size(); i++) {
        Wan wan = source.wans().get(i);
        String port = NetworkPlanner.underlayInterface(source.number(), i + 1);
        taps.put(
            wan.name(),
            new UnderlayTap(lab.underlay(wan.transport()), port, wan.address()).start());
        counters.computeIfAbsent(
            wan.transport(), transport -> new VniCounters(lab.underlay(transport), vnis));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What left the source edge in an overlay, by all its WAN links. */
  public UnderlayTap.Seen seen(int vni) {
    UnderlayTap.Seen sum = UnderlayTap.Seen.NOTHING;
    for (UnderlayTap tap : taps.values()) {
      sum = sum.plus(tap.seen(vni));
    }
    return sum;
  }

  /** WAN links of the source edge by which an overlay's packets left. */
  public List<String> links(int vni) {
    List<String> links = new ArrayList<>();
    taps.forEach((link, tap) -> {
      if (!tap.seen(vni).equals(UnderlayTap.Seen.NOTHING)) {
        links.add(link);
      }
    });
    return links;
  }

  public void forget() {
    taps.values().forEach(UnderlayTap::forget);
  }

  /** Packets of an overlay that the underlays' kernels have forwarded, in both directions. */
  public long forwarded(int vni) {
    return counters.values().stream()
        .mapToLong(counter -> counter.read().getOrDefault(vni, 0L))
        .sum();
  }

  /** Frames that the taps did not see; 0 or the taps prove nothing. */
  public int missed() throws IOException {
    int missed = 0;
    for (UnderlayTap tap : taps.values()) {
      missed += tap.missed();
    }
    return missed;
  }

  @Override
  public void close() throws IOException {
    for (UnderlayTap tap : taps.values()) {
      tap.close();
    }
    counters.values().forEach(VniCounters::close);
  }
}
