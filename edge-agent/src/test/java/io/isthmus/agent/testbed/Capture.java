package io.isthmus.agent.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Records VXLAN packets on an underlay's bridge port of edge 1, and tells which overlay each UDP
 * flow inside took.
 */
public final class Capture implements AutoCloseable {

  /**
   * A flow's packet: its source and destination port, the overlay, and where it stands in order.
   */
  public record Inner(int sourcePort, int destinationPort, int vni) {}

  private static final int ROUNDS = 3;

  private final Path file;
  private final Process process;

  public Capture(Node underlay) {
    try {
      file = Files.createTempFile("isthmus-it", ".pcap");
      process =
          underlay.start(
              "exec tcpdump -i p1 -Q in -s 128 -B 16384 -U --immediate-mode -w "
                  + file
                  + " udp port 4789");
      awaitListening();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() throws IOException {
    StringBuilder said = new StringBuilder();
    int c = process.getInputStream().read();
    while (c >= 0 && said.indexOf("listening on") < 0) {
      said.append((char) c);
      c = process.getInputStream().read();
    }
    if (c < 0) {
      throw new AssertionError("tcpdump: " + said);
    }
  }

  /** Ends the recording. IPv4 outside and inside. */
  public List<Inner> packets() {
    stop();
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a datagram by each of so many flows, and tells the overlay that each took. What the
   * queues of a busy machine dropped is sent again: all packets of a flow go one way.
   */
  public static Map<Integer, Integer> vnis(
      Testbed testbed, Node from, String to, int port, int firstSourcePort, int flows) {
    Map<Integer, Integer> taken = new TreeMap<>();
    for (int round = 0; round < ROUNDS && taken.size() < flows; round++) {
      try (Capture wan0 = new Capture(testbed.underlay1());
          Capture wan1 = new Capture(testbed.underlay2())) {
        Flows.udp(
            from,
            to,
            port,
            IntStream.range(firstSourcePort, firstSourcePort + flows)
                .filter(source -> !taken.containsKey(source))
                .toArray());
        taken.putAll(wan0.vniBySourcePort(port));
        taken.putAll(wan1.vniBySourcePort(port));
      }
    }
    if (taken.size() != flows) {
      throw new AssertionError(taken.size() + " of " + flows + " flows were seen");
    }
    return taken;
  }

  /** The overlay of each UDP flow to that port; fails where a flow took several. */
  private Map<Integer, Integer> vniBySourcePort(int destinationPort) {
    Map<Integer, Integer> flows = new HashMap<>();
    for (Inner packet : packets()) {
      if (packet.destinationPort() == destinationPort) {
        Integer other = flows.put(packet.sourcePort(), packet.vni());
        if (other != null && other != packet.vni()) {
          throw new AssertionError("flow " + packet.sourcePort() + " took two overlays");
        }
      }
    }
    return flows;
  }

  private static List<Inner> parse(byte[] pcap) {
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.wrap(pcap).order(java.nio.ByteOrder.nativeOrder());
    List<Inner> packets = new ArrayList<>();
    int position = 24;
    while (position + 16 <= pcap.length) {
      int length = buffer.getInt(position + 8);
      int frame = position + 16;
      // Ethernet 14, IPv4 20, UDP 8, VXLAN 8, Ethernet 14, IPv4 20, UDP.
      int ports = frame + 14 + 20 + 8 + 8 + 14 + 20;
      if (length >= ports + 4 - frame && pcap[frame + 14 + 20 + 8 + 8 + 14 + 9] == 17) {
        packets.add(new Inner(u16(pcap, ports), u16(pcap, ports + 2), vni(pcap, frame + 46)));
      }
      position = frame + length;
    }
    return packets;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static int vni(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 16 | u16(bytes, at + 1);
  }

  /** What the kernel still holds would be lost with the process: first it has to be written. */
  private void stop() {
    try {
      long size = -1;
      while (process.isAlive() && Files.size(file) != size) {
        size = Files.size(file);
        Thread.sleep(120);
      }
      process.destroy();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
