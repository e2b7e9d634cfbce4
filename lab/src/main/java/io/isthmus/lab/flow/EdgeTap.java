package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.RawSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads along where an edge's overlays enter the WANs or, on encrypted paths, the encryption:
 * behind it nobody could tell which overlay a packet belongs to. It sees what the edge's kernel
 * sends and asks no agent. A thread of its own calls the consumer.
 */
final class EdgeTap implements AutoCloseable {
  private static final int QUEUE = 32 << 20;
  private static final Duration WAIT = Duration.ofMillis(50);

  private final RawSocket socket;
  private final Consumer<TunnelPacket> consumer;
  private final Thread reading;
  private volatile boolean stopping;

  EdgeTap(Namespace edge, Consumer<TunnelPacket> consumer) throws IOException {
    this.consumer = consumer;
    this.socket = edge.call(() -> RawSocket.outgoingVxlan(QUEUE));
    socket.waitAtMost(WAIT);
    reading = Thread.ofPlatform().daemon().name("tap " + edge).unstarted(this::read);
  }

  EdgeTap start() {
    reading.start();
    return this;
  }

  private void read() {
    try {
      while (!stopping) {
        ByteBuffer packet = socket.receive();
        TunnelPacket.parse(packet).ifPresent(consumer);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the tap on an edge failed", e);
    }
  }

  /** Packets that passed without being read, since this was asked last. */
  int missed() throws IOException {
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
