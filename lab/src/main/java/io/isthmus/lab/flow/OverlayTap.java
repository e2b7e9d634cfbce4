package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Counts what leaves an edge in which overlay. */
public final class OverlayTap implements AutoCloseable {
  private final EdgeTap tap;
  private final Map<Integer, Seen> byVni = new TreeMap<>();

  /**
   * What one overlay carried.
   *
   * @param all packets of any kind
   * @param udp numbered packets of a {@link UdpFlow}
   * @param tcp segments of any TCP connection
   * @param lastNumber highest number among the numbered packets; -1 when there were none
   */
  public record Seen(long all, long udp, long tcp, long lastNumber) {
    public static final Seen NOTHING = new Seen(0, 0, 0, -1);

    Seen plus(Seen other) {
      return new Seen(
          all + other.all,
          udp + other.udp,
          tcp + other.tcp,
          Math.max(lastNumber, other.lastNumber));
    }
  }

  public OverlayTap(Namespace edge) throws IOException {
    tap = new EdgeTap(edge, this::count);
  }

  public OverlayTap start() {
    tap.start();
    return this;
  }

  private void count(TunnelPacket packet) {
    Seen seen =
        new Seen(
            1,
            packet.number().isPresent() ? 1 : 0,
            packet.protocol() == TunnelPacket.TCP ? 1 : 0,
            packet.number().orElse(-1));
    synchronized (byVni) {
      byVni.merge(packet.vni(), seen, Seen::plus);
    }
  }

  /** What an overlay has carried so far. */
  public Seen seen(int vni) {
    synchronized (byVni) {
      return byVni.getOrDefault(vni, Seen.NOTHING);
    }
  }

  /** Forgets what was seen, so that the next answer is about what comes from now on. */
  public void forget() {
    synchronized (byVni) {
      byVni.clear();
    }
  }

  /** Packets that passed without being counted, since this was asked last. */
  public int missed() throws IOException {
    return tap.missed();
  }

  @Override
  public void close() throws IOException {
    tap.close();
  }
}
