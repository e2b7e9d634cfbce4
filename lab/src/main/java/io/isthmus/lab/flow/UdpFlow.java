package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbered packets from one host to another at a steady rate, both ends in this process, so that
 * one clock times both. Started once, stopped once.
 */
public final class UdpFlow implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final DatagramChannel sender;
  private final DatagramChannel receiver;
  private final long intervalNanos;
  private final long[] sentAt;
  private final Thread sending;
  private final Thread receiving;
  private final Arrivals arrivals;
  private volatile int sent;
  private volatile boolean stopping;
  private long longestSendGap;

  /**
   * @param mostPackets where the flow ends when nobody stops it
   */
  public UdpFlow(
      Namespace from, Namespace to, String address, int port, int packetsPerSecond, int mostPackets)
      throws IOException {
    InetSocketAddress target = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    intervalNanos = 1_000_000_000L / packetsPerSecond;
    sentAt = new long[mostPackets];
    arrivals = new Arrivals(mostPackets);
    receiver = to.call(() -> DatagramChannel.open().bind(new InetSocketAddress(port)));
    receiver.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    sender = from.call(() -> DatagramChannel.open().connect(target));
    sending = Thread.ofPlatform().daemon().name("udp sender").unstarted(this::send);
    receiving = Thread.ofPlatform().daemon().name("udp receiver").unstarted(this::receive);
  }

  public UdpFlow start() {
    receiving.start();
    sending.start();
    return this;
  }

  public int localPort() throws IOException {
    return ((InetSocketAddress) sender.getLocalAddress()).getPort();
  }

  private void send() {
    ByteBuffer packet = ByteBuffer.allocateDirect(NumberedPacket.LENGTH);
    long begin = System.nanoTime();
    for (int number = 0; number < sentAt.length && !stopping; number++) {
      awaitTurn(begin + number * intervalNanos);
      NumberedPacket.write(number, packet);
      long now = System.nanoTime();
      sentAt[number] = now;
      longestSendGap = Math.max(longestSendGap, number == 0 ? 0 : now - sentAt[number - 1]);
      try {
        sender.write(packet);
      } catch (IOException e) {
        // Not sent at all, and so counted as lost.
      }
      sent = number + 1;
    }
  }

  private static void awaitTurn(long turn) {
    for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void receive() {
    ByteBuffer packet = ByteBuffer.allocateDirect(2_048);
    try {
      while (true) {
        packet.clear();
        receiver.receive(packet);
        OptionalLong number = NumberedPacket.read(packet.flip());
        if (number.isPresent()) {
          arrivals.add((int) number.getAsLong(), System.nanoTime(), sentAt);
        }
      }
    } catch (ClosedChannelException e) {
      // The flow is over.
    } catch (IOException e) {
      throw new IllegalStateException("the receiver of the flow failed", e);
    }
  }

  /** Packets sent so far. */
  public int sent() {
    return sent;
  }

  /** When a packet was sent, on {@link System#nanoTime}'s clock. */
  public long sentAtNanos(long number) {
    return sentAt[Math.toIntExact(number)];
  }

  /** When a packet arrived, on the same clock; empty when it has not. */
  public OptionalLong arrivedAtNanos(int number) {
    return arrivals.at(number);
  }

  /** Waits until all packets are sent. */
  public void awaitEnd() throws InterruptedException {
    sending.join();
  }

  /** Stops sending, waits for what is under way, and counts. */
  public Report stop() throws InterruptedException {
    stopping = true;
    sending.join();
    long end = System.nanoTime() + DRAIN.toNanos();
    while (arrivals.distinct() < sent && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return arrivals.report(sent, longestSendGap);
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    sender.close();
    receiver.close();
  }

  /**
   * What became of the packets.
   *
   * @param reordered packets that came after one with a higher number
   * @param longestGapMs longest time between two arrivals
   * @param longestSendGapMs longest time between two departures, which the sender itself was late
   * @param longestTransitMs longest time from departure to arrival
   */
  public record Report(
      int sent,
      int received,
      int lost,
      int duplicated,
      int reordered,
      double longestGapMs,
      double longestSendGapMs,
      double longestTransitMs) {}

  /** What has come. Filled by the receiver, read by others once the sender has stopped. */
  static final class Arrivals {
    private final BitSet seen = new BitSet();
    private final long[] at;
    private int count;
    private int highest = -1;
    private int reordered;
    private int duplicated;
    private long last;
    private long longestGap;
    private long longestTransit;

    Arrivals(int mostPackets) {
      at = new long[mostPackets];
    }

    synchronized void add(int number, long now, long[] sentAt) {
      if (seen.get(number)) {
        duplicated++;
        return;
      }
      seen.set(number);
      at[number] = now;
      reordered += number < highest ? 1 : 0;
      highest = Math.max(highest, number);
      longestGap = count == 0 ? 0 : Math.max(longestGap, now - last);
      longestTransit = Math.max(longestTransit, now - sentAt[number]);
      last = now;
      count++;
    }

    synchronized OptionalLong at(int number) {
      return seen.get(number) ? OptionalLong.of(at[number]) : OptionalLong.empty();
    }

    synchronized int distinct() {
      return count;
    }

    synchronized Report report(int sent, long longestSendGap) {
      return new Report(
          sent,
          count,
          sent - count,
          duplicated,
          reordered,
          longestGap / 1e6,
          longestSendGap / 1e6,
          longestTransit / 1e6);
    }
  }
}
