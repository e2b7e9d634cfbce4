package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.RawSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads along at an underlay's port towards an edge: which of the edge's packets left by it, in
 * which overlay. The answers need no trust in the edge.
 */
public final class UnderlayTap implements AutoCloseable {
  private static final int QUEUE = 16 << 20;
  private static final Duration WAIT = Duration.ofMillis(50);

  private final RawSocket socket;
  private final int source;
  private final Thread reading;
  private final Map<Integer, Seen> byVni = new TreeMap<>();
  private volatile boolean stopping;

  /**
   * What one overlay carried.
   *
   * @param udp numbered packets of a {@link UdpFlow}
   * @param tcp segments of any TCP connection
   * @param lastNumber highest number among the numbered packets; -1 when there were none
   */
  public record Seen(long udp, long tcp, long lastNumber) {
    public static final Seen NOTHING = new Seen(0, 0, -1);

    public Seen plus(Seen other) {
      return new Seen(udp + other.udp, tcp + other.tcp, Math.max(lastNumber, other.lastNumber));
    }
  }

  /**
   * @param source the edge's own address on this underlay
   */
  public UnderlayTap(Namespace underlay, String port, String source) throws IOException {
    this.source = ByteBuffer.wrap(InetAddress.ofLiteral(source).getAddress()).getInt();
    this.socket =
        underlay.call(() -> {
          NetworkInterface found = NetworkInterface.getByName(port);
          if (found == null) {
            throw new IOException("no interface " + port + " in " + underlay);
          }
          return RawSocket.tap(found.getIndex(), QUEUE);
        });
    socket.waitAtMost(WAIT);
    reading = Thread.ofPlatform().daemon().name("tap " + underlay).unstarted(this::read);
  }

  public UnderlayTap start() {
    reading.start();
    return this;
  }

  private void read() {
    try {
      while (!stopping) {
        ByteBuffer frame = socket.receive();
        Optional<TunnelPacket> packet = TunnelPacket.parse(frame);
        packet.filter(tunnelled -> tunnelled.source() == source).ifPresent(this::count);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the tap on an underlay failed", e);
    }
  }

  private void count(TunnelPacket packet) {
    synchronized (byVni) {
      Seen seen =
          new Seen(
              packet.number().isPresent() ? 1 : 0,
              packet.protocol() == TunnelPacket.TCP ? 1 : 0,
              packet.number().orElse(-1));
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

  /** Frames that passed without being read, since this was asked last. */
  public int missed() throws IOException {
    return socket.missedFrames();
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    try {
      reading.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
