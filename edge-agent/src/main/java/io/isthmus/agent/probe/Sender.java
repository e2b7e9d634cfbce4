package io.isthmus.agent.probe;

import io.isthmus.agent.probe.SenderSession.Times;
import io.isthmus.agent.probe.SenderSession.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the probes that are due and gives their answers to the sessions that they belong to, as
 * STAMP session senders do (RFC 8762, section 4.2). Confined to the probing thread.
 */
final class Sender {

  /** A probe that took so long to leave says nothing of the path's delay. */
  private static final long SLOW_SEND_NANOS = 1_000_000;

  private final Clocks clocks;
  private final ClockQuality quality;
  private final Datagram datagram;
  private final ProbeCounts.Counter counter;
  private final Descriptors descriptors;
  private final MemorySegment probe;
  private final ByteBuffer probeView;
  private final Times times = new Times();

  /**
   * @param datagram for what is received; free again when a call returns
   */
  Sender(
      Arena arena,
      Clocks clocks,
      ClockQuality quality,
      Datagram datagram,
      ProbeCounts.Counter counter,
      Descriptors descriptors) {
    this.clocks = clocks;
    this.quality = quality;
    this.datagram = datagram;
    this.counter = counter;
    this.descriptors = descriptors;
    probe = arena.allocate(StampPacket.BYTES, 8);
    probeView = probe.asByteBuffer();
  }

  void send(List<MeasuredPath> paths) {
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      if (path.dueAt() <= System.nanoTime()) {
        send(path);
      }
    }
  }

  private void send(MeasuredPath path) {
    ProbeSocket socket = path.doorway().sender();
    SenderSession session = path.session;
    if (socket == null || session == null) {
      return;
    }
    if (!path.port.allowance().take(System.nanoTime())) {
      counter.held++;
      path.sent(System.nanoTime());
      return;
    }
    clocks.read();
    long sentAt = clocks.mono();
    long timestamp = NtpTime.of(clocks.wall());
    StampPacket.writeProbe(
        probeView, session.nextSequence(), timestamp, quality.estimate(), path.sessionId);
    MemorySegment remote = path.remote();
    int sent = socket.send(probe, StampPacket.BYTES, remote, (int) remote.byteSize());
    boolean slow = System.nanoTime() - sentAt > SLOW_SEND_NANOS;
    path.sent(sentAt);
    if (sent == -Native.EAGAIN || sent == -Native.ENOBUFS) {
      // Our own queue was full: no probe was sent, and none is lost.
      counter.unsent++;
      return;
    }
    session.sent(sentAt, timestamp, slow ? SenderSession.NO_ERA : clocks.era());
    if (sent < 0) {
      counter.unsent++;
      refused(path.doorway(), sent);
    } else {
      counter.sent++;
    }
  }

  /** The address or the device is not there any more. */
  private void refused(Doorway doorway, int negativeErrno) {
    switch (-negativeErrno) {
      case Native.EINVAL, Native.EADDRNOTAVAIL, Native.ENODEV, Native.ENXIO -> {
        doorway.close();
        doorway.retrySoon();
        descriptors.change();
      }
      default -> {
        // No route, no neighbour, or a firewall: to the path, that is a loss.
      }
    }
  }

  /** Takes the answers that have come to the port, to questions of these paths. */
  void hear(WanPort port, List<MeasuredPath> paths) {
    List<Doorway> doorways = port.doorways();
    for (int j = 0; j < doorways.size(); j++) {
      ProbeSocket socket = doorways.get(j).sender();
      for (int i = 0;
          socket != null && i < Prober.MAX_PACKETS_IN_ROW && socket.receive(datagram);
          i++) {
        hearAnswer(port, paths);
      }
    }
  }

  private void hearAnswer(WanPort port, List<MeasuredPath> paths) {
    ByteBuffer packet = datagram.payload();
    if (datagram.length() < StampPacket.BYTES
        || datagram.isCut()
        || !ErrorEstimate.isNtpFormat(StampPacket.errorEstimate(packet))) {
      counter.malformed++;
      return;
    }
    SenderSession session = asking(port, StampPacket.session(packet), paths);
    if (session == null) {
      counter.forged++;
      return;
    }
    readTimes(packet);
    Verdict verdict =
        session.answered(
            StampPacket.senderSequence(packet),
            StampPacket.senderTimestamp(packet),
            StampPacket.sequence(packet),
            times,
            clocks.mono());
    switch (verdict) {
      case NEW -> counter.answered++;
      case DUPLICATE -> counter.duplicated++;
      case TOO_LATE -> counter.tooLate++;
      case FORGED -> counter.forged++;
    }
  }

  private @Nullable SenderSession asking(WanPort port, int sessionId, List<MeasuredPath> paths) {
    for (int i = 0; i < paths.size(); i++) {
      MeasuredPath path = paths.get(i);
      if (path.port == port && path.sessionId == sessionId && path.leadsTo(datagram)) {
        return path.session;
      }
    }
    return null;
  }

  private void readTimes(ByteBuffer packet) {
    clocks.read();
    times.era = clocks.era();
    times.received = datagram.receivedAtNanos() == 0 ? clocks.wall() : datagram.receivedAtNanos();
    times.reflectorReceived = NtpTime.epochNanos(StampPacket.received(packet));
    times.reflectorSent = NtpTime.epochNanos(StampPacket.timestamp(packet));
    int estimate = StampPacket.errorEstimate(packet);
    times.oneWay = quality.isSynchronised() && ErrorEstimate.isSynchronised(estimate);
    times.oneWayError = quality.errorNanos() + ErrorEstimate.errorNanos(estimate);
  }
}
