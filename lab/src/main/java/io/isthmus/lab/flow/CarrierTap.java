package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Notes which overlay carried each packet of some {@link UdpFlow}s, where it entered the WANs. */
public final class CarrierTap implements AutoCloseable {
  private final Map<Integer, AtomicIntegerArray> vnisByPort = new HashMap<>();
  private final Map<Integer, Latest> latestByPort = new HashMap<>();
  private final EdgeTap tap;

  /** The newest packet of a flow. */
  private static final class Latest {
    private volatile int vni;
  }

  /**
   * @param flowPorts destination ports of the flows
   */
  public CarrierTap(Namespace edge, List<Integer> flowPorts, int mostPackets) throws IOException {
    for (int port : flowPorts) {
      vnisByPort.put(port, new AtomicIntegerArray(mostPackets));
      latestByPort.put(port, new Latest());
    }
    tap = new EdgeTap(edge, this::note);
  }

  public CarrierTap start() {
    tap.start();
    return this;
  }

  private void note(TunnelPacket packet) {
    AtomicIntegerArray vnis = vnisByPort.get(packet.destinationPort());
    Latest latest = latestByPort.get(packet.destinationPort());
    long number = packet.number().orElse(Long.MAX_VALUE);
    if (vnis != null && latest != null && number < vnis.length()) {
      vnis.set((int) number, packet.vni());
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
    return tap.missed();
  }

  @Override
  public void close() throws IOException {
    tap.close();
  }
}
