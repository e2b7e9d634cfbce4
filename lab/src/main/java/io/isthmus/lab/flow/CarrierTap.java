package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.RawSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Reads along where an edge's packets enter the WANs, and notes which overlay carried each numbered
 * packet. It sees packets before a WAN can lose them.
 */
public final class CarrierTap implements AutoCloseable {
  private static final int QUEUE = 16 << 20;
  private static final Duration WAIT = Duration.ofMillis(50);

  private final Map<Integer, AtomicIntegerArray> vnisByPort = new HashMap<>();
  private final Map<Integer, Latest> latestByPort = new HashMap<>();
  private final List<Reader> readers;
  private volatile boolean stopping;

  /** An edge's WAN port. */
  public record Port(String interfaceName, String address) {}

  private record Reader(RawSocket socket, int source, Thread thread) {}

  /** The newest packet of a flow. */
  private static final class Latest {
    private volatile int vni;
  }

  /**
   * @param flowPorts destination ports of the flows
   */
  public CarrierTap(Namespace edge, List<Port> ports, List<Integer> flowPorts, int mostPackets)
      throws IOException {
    for (int port : flowPorts) {
      vnisByPort.put(port, new AtomicIntegerArray(mostPackets));
      latestByPort.put(port, new Latest());
    }
    readers = new java.util.ArrayList<>();
    for (Port port : ports) {
      readers.add(open(edge, port));
    }
  }

  private Reader open(Namespace edge, Port port) throws IOException {
    int source = ByteBuffer.wrap(InetAddress.ofLiteral(port.address()).getAddress()).getInt();
    RawSocket socket =
        edge.call(() -> {
          NetworkInterface found = NetworkInterface.getByName(port.interfaceName());
          if (found == null) {
            throw new IOException("no interface %s in %s".formatted(port.interfaceName(), edge));
          }
          return RawSocket.tap(found.getIndex(), QUEUE);
        });
    socket.waitAtMost(WAIT);
    Thread thread =
        Thread.ofPlatform().daemon().name("carrier tap").unstarted(() -> read(socket, source));
    return new Reader(socket, source, thread);
  }

  public CarrierTap start() {
    readers.forEach(reader -> reader.thread().start());
    return this;
  }

  private void read(RawSocket socket, int source) {
    try {
      while (!stopping) {
        TunnelPacket.parse(socket.receive())
            .filter(packet -> packet.source() == source && packet.number().isPresent())
            .ifPresent(this::note);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the tap on a WAN port failed", e);
    }
  }

  private void note(TunnelPacket packet) {
    AtomicIntegerArray vnis = vnisByPort.get(packet.destinationPort());
    Latest latest = latestByPort.get(packet.destinationPort());
    int number = (int) packet.number().orElse(Integer.MAX_VALUE);
    if (vnis != null && latest != null && number < vnis.length()) {
      vnis.set(number, packet.vni());
      latest.vni = packet.vni();
    }
  }

  /** The VNI that carried a packet; 0 when it has not been seen. */
  public int vni(int flowPort, int number) {
    AtomicIntegerArray vnis = vnisByPort.get(flowPort);
    return vnis == null ? 0 : vnis.get(number);
  }

  /** The VNI that carries a flow now; 0 before its first packet. */
  public int latestVni(int flowPort) {
    Latest latest = latestByPort.get(flowPort);
    return latest == null ? 0 : latest.vni;
  }

  /** Frames that passed without being read, since this was asked last. */
  public int missed() throws IOException {
    int missed = 0;
    for (Reader reader : readers) {
      missed += reader.socket().missedFrames();
    }
    return missed;
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    for (Reader reader : readers) {
      try {
        reader.thread().join(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      reader.socket().close();
    }
  }
}
