package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Many UDP flows from one host to another, told apart by their source ports, with the overlay that
 * carries each. One thread sends.
 */
public final class ManyFlows implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 8 << 20;

  private final List<DatagramChannel> senders = new ArrayList<>();
  private final DatagramChannel receiver;
  private final EdgeTap tap;
  private final Thread receiving;
  private final long intervalNanos;
  private final Map<Integer, Integer> vniByFlow = new ConcurrentHashMap<>();
  private final Map<Integer, Long> highestByFlow = new ConcurrentHashMap<>();
  private final java.util.concurrent.atomic.AtomicInteger received =
      new java.util.concurrent.atomic.AtomicInteger();
  private final java.util.concurrent.atomic.AtomicInteger reordered =
      new java.util.concurrent.atomic.AtomicInteger();
  private long nextNumber;

  public ManyFlows(
      Namespace from,
      Namespace to,
      String address,
      int port,
      int count,
      int packetsPerSecond,
      Namespace edge)
      throws IOException {
    intervalNanos = 1_000_000_000L / packetsPerSecond;
    InetSocketAddress target = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    receiver = to.call(() -> DatagramChannel.open().bind(new InetSocketAddress(port)));
    receiver.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    from.call(() -> {
      for (int i = 0; i < count; i++) {
        senders.add(DatagramChannel.open().connect(target));
      }
      return true;
    });
    tap =
        new EdgeTap(
            edge,
            packet -> {
              if (packet.number().isPresent() && packet.destinationPort() == port) {
                vniByFlow.put(packet.sourcePort(), packet.vni());
              }
            });
    receiving = Thread.ofPlatform().daemon().name("many flows").unstarted(this::receive);
  }

  public ManyFlows start() {
    tap.start();
    receiving.start();
    return this;
  }

  /** Sends a packet of each flow, evenly spaced. */
  public void round() {
    ByteBuffer packet = ByteBuffer.allocateDirect(NumberedPacket.LENGTH);
    long begin = System.nanoTime();
    long number = nextNumber++;
    for (int i = 0; i < senders.size(); i++) {
      long left = begin + i * intervalNanos - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(left);
      }
      NumberedPacket.write(number, packet);
      try {
        senders.get(i).write(packet);
      } catch (IOException e) {
        // Not sent at all: a packet less arrives.
      }
    }
  }

  private void receive() {
    ByteBuffer packet = ByteBuffer.allocateDirect(2_048);
    try {
      while (true) {
        packet.clear();
        InetSocketAddress sender = (InetSocketAddress) receiver.receive(packet);
        OptionalLong number = NumberedPacket.read(packet.flip());
        if (sender != null && number.isPresent()) {
          received.incrementAndGet();
          long highest = highestByFlow.getOrDefault(sender.getPort(), -1L);
          if (number.getAsLong() < highest) {
            reordered.incrementAndGet();
          }
          highestByFlow.put(sender.getPort(), Math.max(highest, number.getAsLong()));
        }
      }
    } catch (ClosedChannelException e) {
      // The flows are over.
    } catch (IOException e) {
      throw new IllegalStateException("the receiver of the flows failed", e);
    }
  }

  /** The overlay that carried each flow's newest packet, by source port. */
  public Map<Integer, Integer> carriers() {
    return Map.copyOf(vniByFlow);
  }

  public int received() {
    return received.get();
  }

  /** Packets that came after a later one of their flow. */
  public int reordered() {
    return reordered.get();
  }

  /** Frames that the tap overlooked; 0 or it proves nothing. */
  public int missed() throws IOException {
    return tap.missed();
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel sender : senders) {
      sender.close();
    }
    receiver.close();
    tap.close();
  }
}
