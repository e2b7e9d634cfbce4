package io.isthmus.lab.demo;

import io.isthmus.lab.flow.TcpFlow;
import io.isthmus.lab.flow.UdpFlow;
import java.util.List;

/**
 * What the demonstration came to.
 *
 * @param lost packets of the UDP flow that did not arrive
 * @param tcpRetransmitted segments that the two hosts' kernels sent twice
 * @param requestToLastOldPacketMs per reroute: from the REST request to the last packet that was
 *     sent by the old overlay
 */
public record DemoResult(
    List<DemoStep> steps,
    int sent,
    int lost,
    int reordered,
    double longestGapMs,
    double longestTransitMs,
    long tcpRequests,
    int tcpLocalPort,
    boolean tcpUnbroken,
    long tcpRetransmitted,
    double tcpLongestGapMs,
    List<Double> requestToLastOldPacketMs,
    boolean ok) {

  static DemoResult of(
      List<DemoStep> steps,
      UdpFlow.Report udp,
      TcpFlow.Report tcp,
      long retransmitted,
      List<Double> lastOldPackets) {
    return new DemoResult(
        List.copyOf(steps),
        udp.sent(),
        udp.lost(),
        udp.reordered(),
        udp.longestGapMs(),
        udp.longestTransitMs(),
        tcp.answered(),
        tcp.localPort(),
        tcp.unbroken(),
        retransmitted,
        tcp.longestGapMs(),
        List.copyOf(lastOldPackets),
        udp.lost() == 0 && tcp.unbroken() && steps.stream().allMatch(DemoStep::ok));
  }
}
