package io.isthmus.agent.probe;

import io.isthmus.agent.net.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Answers those who measure us, as a stateful STAMP session reflector (RFC 8762, section 4.3), and
 * nobody else. Confined to the probing thread.
 */
final class Reflector {

  private static final int MAX_SESSIONS = 1_024;

  private final int ownPort;
  private final Clocks clocks;
  private final ClockQuality quality;
  private final Datagram datagram;
  private final ProbeCounts.Counter counter;
  private final ReflectorSessions sessions = new ReflectorSessions(MAX_SESSIONS);
  private int lastEra;

  /**
   * @param datagram for what is received; free again when a call returns
   */
  Reflector(
      int ownPort,
      Clocks clocks,
      ClockQuality quality,
      Datagram datagram,
      ProbeCounts.Counter counter) {
    this.ownPort = ownPort;
    this.clocks = clocks;
    this.quality = quality;
    this.datagram = datagram;
    this.counter = counter;
  }

  /**
   * @param peers who may ask
   */
  void answer(WanPort port, List<IpAddress> peers) {
    List<Doorway> doorways = port.doorways();
    for (int j = 0; j < doorways.size(); j++) {
      ProbeSocket socket = doorways.get(j).reflector();
      for (int i = 0;
          socket != null && i < Prober.MAX_PACKETS_IN_ROW && socket.receive(datagram);
          i++) {
        answer(port, socket, peers);
      }
    }
  }

  private void answer(WanPort port, ProbeSocket socket, List<IpAddress> peers) {
    if (!asks()) {
      counter.malformed++;
      return;
    }
    if (!isFromOneOf(peers)) {
      counter.strangers++;
      return;
    }
    clocks.read();
    long number = nextNumber(port);
    if (number == ReflectorSessions.REFUSED) {
      counter.limited++;
      return;
    }
    ByteBuffer packet = datagram.payload();
    StampPacket.reflect(packet, (int) number, NtpTime.of(receivedAt()), datagram.ttl());
    StampPacket.stamp(packet, NtpTime.of(clocks.wall()), quality.estimate());
    int sent =
        socket.send(
            datagram.payloadSegment(),
            datagram.length(),
            datagram.source(),
            datagram.sourceBytes());
    if (sent < 0) {
      counter.unsent++;
    } else {
      counter.reflected++;
      port.allowance().answered();
    }
  }

  /** An answer to a reflector would be answered, for ever. */
  private boolean asks() {
    boolean fromSender = datagram.sourcePort() != 0 && datagram.sourcePort() != ownPort;
    return fromSender && datagram.length() >= StampPacket.BYTES && !datagram.isCut();
  }

  private boolean isFromOneOf(List<IpAddress> peers) {
    for (int i = 0; i < peers.size(); i++) {
      if (datagram.isFrom(peers.get(i))) {
        return true;
      }
    }
    return false;
  }

  private long nextNumber(WanPort port) {
    return sessions.next(
        port.number,
        datagram.sourceHigh(),
        datagram.sourceLow(),
        datagram.sourcePort(),
        StampPacket.session(datagram.payload()),
        clocks.mono());
  }

  /**
   * Where the clock was set between arrival and now, the two times have nothing to do with each
   * other.
   */
  private long receivedAt() {
    boolean sameEra = clocks.era() == lastEra && datagram.receivedAtNanos() != 0;
    return sameEra ? Math.min(datagram.receivedAtNanos(), clocks.wall()) : clocks.wall();
  }

  /** What arrives from now on arrives in the clock's era of now. */
  void endRound() {
    lastEra = clocks.era();
  }

  /** Ends sessions that nobody asks in any more; how many are left. */
  int expire(long now) {
    return sessions.expire(now);
  }
}
