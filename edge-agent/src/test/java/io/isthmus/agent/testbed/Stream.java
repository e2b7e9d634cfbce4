package io.isthmus.agent.testbed;

import io.isthmus.agent.netlink.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;

/** Numbered UDP packets at a steady rate, and the receiver's own count of those that came. */
@NullMarked
public final class Stream implements AutoCloseable {

  private static final int PORT = 9_000;
  private static final Duration MOST_UNDER_WAY = Duration.ofSeconds(3);

  private final Thread sender;
  private final Thread receiver;
  private final BitSet numbers = new BitSet();
  private volatile boolean sending = true;
  private volatile boolean receiving = true;
  private volatile int sent;

  public Stream(Node from, Node to, String address, int perSecond) {
    CountDownLatch ready = new CountDownLatch(1);
    receiver = in(to, () -> receive(ready));
    await(ready);
    sender = in(from, () -> send(address, perSecond));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread in(Node node, Work work) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            NetworkNamespace.enter(node.path());
            work.run();
          } catch (IOException e) {
            e.printStackTrace();
          }
        });
  }

  private static void await(CountDownLatch ready) {
    try {
      ready.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String address, int perSecond) throws IOException {
    InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(address), PORT);
    try (DatagramSocket socket = new DatagramSocket()) {
      long next = System.nanoTime();
      while (sending) {
        byte[] payload = ByteBuffer.allocate(200).putInt(sent).array();
        try {
          socket.send(new DatagramPacket(payload, payload.length, to));
        } catch (IOException e) {
          // A router says that there is no way just now: that is a lost packet.
        }
        sent++;
        next += 1_000_000_000L / perSecond;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void receive(CountDownLatch ready) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(PORT)) {
      socket.setReceiveBufferSize(4 << 20);
      socket.setSoTimeout(100);
      ready.countDown();
      DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
      while (receiving) {
        try {
          socket.receive(packet);
          synchronized (numbers) {
            numbers.set(ByteBuffer.wrap(packet.getData()).getInt());
          }
        } catch (SocketTimeoutException e) {
          // Nothing came.
        }
      }
    }
  }

  /** Ends the sending, waits for what is under way, and says how many packets were sent. */
  public int stop() throws InterruptedException {
    sending = false;
    sender.join();
    long end = System.nanoTime() + MOST_UNDER_WAY.toNanos();
    while (received() < sent && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    return sent;
  }

  /** Waits until a packet comes that was not here when this was called. */
  public boolean awaitAnother() throws InterruptedException {
    int before = received();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (received() == before && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    return received() > before;
  }

  /** Waits until nothing comes any more, and the receiver has taken what was under way. */
  public boolean awaitSilence() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    int before = -1;
    while (received() != before && System.nanoTime() < end) {
      before = received();
      Thread.sleep(500);
    }
    return received() == before;
  }

  /** How many different ones came. */
  public int received() {
    synchronized (numbers) {
      return numbers.cardinality();
    }
  }

  @Override
  public void close() throws InterruptedException {
    sending = false;
    receiving = false;
    sender.join();
    receiver.join();
  }
}
