package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.RawSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads along where an edge's packets enter the WANs, before a WAN can lose them. Each port has a
 * thread of its own, which calls the consumer.
 */
final class WanPortTap implements AutoCloseable {
  private static final int QUEUE = 16 << 20;
  private static final Duration WAIT = Duration.ofMillis(50);

  private final List<Reader> readers = new ArrayList<>();
  private final Consumer<TunnelPacket> consumer;
  private volatile boolean stopping;

  private record Reader(RawSocket socket, Thread thread) {}

  WanPortTap(Namespace edge, List<CarrierTap.Port> ports, Consumer<TunnelPacket> consumer)
      throws IOException {
    this.consumer = consumer;
    for (CarrierTap.Port port : ports) {
      readers.add(open(edge, port));
    }
  }

  private Reader open(Namespace edge, CarrierTap.Port port) throws IOException {
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
        Thread.ofPlatform().daemon().name("WAN port tap").unstarted(() -> read(socket, source));
    return new Reader(socket, thread);
  }

  void start() {
    readers.forEach(reader -> reader.thread().start());
  }

  private void read(RawSocket socket, int source) {
    try {
      while (!stopping) {
        TunnelPacket.parse(socket.receive())
            .filter(packet -> packet.source() == source && packet.number().isPresent())
            .ifPresent(consumer);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the tap on a WAN port failed", e);
    }
  }

  /** Frames that passed without being read, since this was asked last. */
  int missed() throws IOException {
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
