package io.isthmus.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.netlink.NetworkNamespace;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.PathState;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets that no good edge sends, from where they can come from. */
class HostilePacketsIT {

  private Testbed testbed;
  private Probing one;
  private Probing two;

  @BeforeEach
  void start() {
    testbed = new Testbed(3);
    two = new Probing(testbed.edge2(), Probing.mesh(2, 50, 1));
    one = new Probing(testbed.edge1(), Probing.mesh(1, 50, 2));
    one.heard.await("2/wan0", PathState.PATH_STATE_UP);
    one.heard.await("2/wan1", PathState.PATH_STATE_UP);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    testbed.close();
  }

  private interface Exchange {
    void run(DatagramSocket socket) throws Exception;
  }

  private static void from(Edge edge, String address, int port, Exchange exchange)
      throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          NetworkNamespace.enter(edge.node().path());
          try (DatagramSocket socket =
              new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port))) {
            exchange.run(socket);
          }
          return null;
        });
    Thread.ofPlatform().start(task);
    task.get();
  }

  private static DatagramPacket to(String address, int port, byte[] bytes) {
    return new DatagramPacket(
        bytes, bytes.length, new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  private static void hear(DatagramSocket socket, DatagramPacket into) throws Exception {
    socket.setSoTimeout(20_000);
    socket.receive(into);
  }

  private static boolean isSilent(DatagramSocket socket) throws Exception {
    socket.setSoTimeout(300);
    try {
      socket.receive(new DatagramPacket(new byte[1], 1));
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  private static byte[] probe(int sequence, int length) {
    byte[] bytes = new byte[length];
    StampPacket.writeProbe(ByteBuffer.wrap(bytes), sequence, 0x1234_5678_0000_0000L, 1, 99);
    return bytes;
  }

  @Test
  void answersAreAsLargeAsProbesAndGoToPeersAlone() throws Exception {
    byte[] room = new byte[2_000];
    DatagramPacket answer = new DatagramPacket(room, room.length);
    from(
        testbed.edge2(),
        "192.0.2.2",
        0,
        socket -> {
          for (int length : new int[] {44, 45, 100, 1_400}) {
            byte[] sent = probe(length, length);
            Arrays.fill(sent, 44, length, (byte) 0x5a);
            socket.send(to("192.0.2.1", 862, sent));
            hear(socket, answer);
            assertThat(answer.getLength()).isEqualTo(length);
            ByteBuffer view = ByteBuffer.wrap(room);
            assertThat(StampPacket.senderSequence(view)).isEqualTo(length);
            assertThat(StampPacket.senderTimestamp(view)).isEqualTo(0x1234_5678_0000_0000L);
            assertThat(StampPacket.senderTtl(view)).isEqualTo(64);
            assertThat(room[length - 1]).isEqualTo(length == 44 ? (byte) 0 : (byte) 0x5a);
          }
          socket.send(to("192.0.2.1", 862, new byte[43]));
          socket.send(to("192.0.2.1", 862, new byte[0]));
          assertThat(isSilent(socket)).as("truncated").isTrue();
        });
    from(
        testbed.edge3(),
        "192.0.2.3",
        0,
        socket -> {
          socket.send(to("192.0.2.1", 862, probe(1, 44)));
          assertThat(isSilent(socket)).as("a stranger").isTrue();
        });
    one.heard.await("counts", () -> one.prober.counts().strangers() > 0);
    assertThat(one.prober.counts().malformed()).isEqualTo(2);
  }

  @Test
  void anAnswerToAReflectorIsNotAnswered() throws Exception {
    two.close();
    one.heard.await("silence", () -> one.heard.state("2/wan0") != PathState.PATH_STATE_UP);
    DatagramPacket answer = new DatagramPacket(new byte[100], 100);
    from(
        testbed.edge2(),
        "192.0.2.2",
        862,
        socket -> {
          byte[] sent = probe(1, 44);
          socket.send(to("192.0.2.1", 862, sent));
          // What comes are probes of edge 1, from its own port.
          for (int i = 0; i < 10; i++) {
            hear(socket, answer);
            assertThat(answer.getPort()).isNotEqualTo(862);
          }
        });
  }

  @Test
  void aPeerThatAsksTooOftenIsHeldBackAndPathsStayUp() throws Exception {
    from(
        testbed.edge2(),
        "192.0.2.2",
        0,
        socket -> {
          long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
          // By portions that a socket holds, however long it is until the other end reads them.
          for (int i = 0; one.prober.counts().limited() < 3_000 && System.nanoTime() < end; i++) {
            socket.send(to("192.0.2.1", 862, probe(i, 44)));
            if (i % 100 == 99) {
              Thread.sleep(5);
            }
          }
        });

    assertThat(one.prober.counts().limited()).isGreaterThanOrEqualTo(3_000);
    assertThat(two.heard.verdicts())
        .extracting(Recorder.Change::state)
        .containsOnly(PathState.PATH_STATE_UP);
  }

  /** Answers that nobody asked for, with right and wrong addresses, ports and sequences. */
  @Test
  void forgedAnswersKeepNoDeadPathAliveAndKillNoGoodOne() throws Exception {
    two.close();
    one.heard.await("2/wan0", PathState.PATH_STATE_REMOTE_SILENT);
    one.heard.await("2/wan1", PathState.PATH_STATE_REMOTE_SILENT);
    one.heard.clear();
    DatagramPacket asked = new DatagramPacket(new byte[100], 100);
    from(
        testbed.edge2(),
        "192.0.2.2",
        862,
        socket -> {
          hear(socket, asked);
          for (int i = 0; i < 200; i++) {
            byte[] forged = asked.getData().clone();
            ByteBuffer view = ByteBuffer.wrap(forged);
            int sequence = StampPacket.sequence(view) - 100 + i;
            StampPacket.reflect(view, i, 0x1234_5678_0000_0000L, 1);
            view.putInt(24, sequence);
            view.putLong(28, 0x1234_5678_0000_0000L + i);
            socket.send(to("192.0.2.1", asked.getPort(), Arrays.copyOf(forged, 44)));
          }
        });

    one.heard.await("counts", () -> one.prober.counts().forged() >= 200);
    assertThat(one.heard.changes()).isEmpty();
    assertThat(one.heard.settled("2/wan0")).allMatch(s -> s.fate() != ProbeOutcome.Fate.ANSWERED);
  }

  @Test
  void aReplayedAnswerCountsOnce() throws Exception {
    // Each packet from edge 2 comes three times.
    testbed
        .underlay1()
        .sh(
            "nft 'add table netdev twice'; nft 'add chain netdev twice in { type filter hook ingress"
                + " device p2 priority 0; }';"
                + " nft 'add rule netdev twice in udp sport 862 dup to p1';"
                + " nft 'add rule netdev twice in udp sport 862 dup to p1'");
    one.heard.clear();
    one.heard.await("windows", () -> one.heard.windows("2/wan0").size() >= 3);

    var window = one.heard.windows("2/wan0").get(2);
    assertThat(window.getDuplicated())
        .isBetween(2 * window.getSent() - 6, 2 * window.getSent() + 6);
    assertThat(window.getLostForward() + window.getLostBackward()).isZero();
    assertThat(one.heard.verdicts()).isEmpty();
  }
}
