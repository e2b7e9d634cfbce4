package io.isthmus.lab.incident;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.CarrierTap;
import io.isthmus.lab.flow.UdpFlow;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The two flows of an incident, and the tap that sees what carries them. */
public final class Traffic implements AutoCloseable {
  public static final int PACKETS_PER_SECOND = 1_000;
  private static final int PATIENT_PACKETS_PER_SECOND = 100;
  private static final Duration FIRST_PACKETS = Duration.ofSeconds(5);

  private final UdpFlow flow;
  private final UdpFlow patientFlow;
  private final CarrierTap tap;

  public Traffic(LabName lab, Stage stage, Duration longest) throws IOException {
    Namespace from = lab.host(stage.source().name());
    Namespace to = lab.host(stage.destination().name());
    int most = Math.toIntExact(longest.toSeconds() * PACKETS_PER_SECOND);
    tap =
        new CarrierTap(
            lab.edge(stage.source().name()), List.of(Stage.FLOW_PORT, Stage.PATIENT_PORT), most);
    flow = new UdpFlow(from, to, stage.address(), Stage.FLOW_PORT, PACKETS_PER_SECOND, most);
    patientFlow =
        new UdpFlow(
            from, to, stage.address(), Stage.PATIENT_PORT, PATIENT_PACKETS_PER_SECOND, most);
  }

  public Traffic start() {
    tap.start();
    flow.start();
    patientFlow.start();
    Waiting.until(
        FIRST_PACKETS,
        Duration.ofMillis(10),
        () -> carrier() != 0 && patientCarrier() != 0,
        () -> "nothing of the flows leaves the edge by an overlay");
    return this;
  }

  /** The VNI by which the flow leaves the edge now. */
  public int carrier() {
    return tap.latestVni(Stage.FLOW_PORT);
  }

  public int patientCarrier() {
    return tap.latestVni(Stage.PATIENT_PORT);
  }

  FlowLog log() {
    return log(flow, Stage.FLOW_PORT);
  }

  FlowLog patientLog() {
    return log(patientFlow, Stage.PATIENT_PORT);
  }

  private FlowLog log(UdpFlow packets, int port) {
    int sent = packets.sent();
    return new FlowLog() {
      @Override
      public int sent() {
        return sent;
      }

      @Override
      public long sentAtNanos(int number) {
        return packets.sentAtNanos(number);
      }

      @Override
      public OptionalLong arrivedAtNanos(int number) {
        return packets.arrivedAtNanos(number);
      }

      @Override
      public int vni(int number) {
        return tap.vni(port, number);
      }
    };
  }

  /** Fails when the tap has overlooked something, since then it proves nothing. */
  public void requireComplete() throws IOException {
    int missed = tap.missed();
    if (missed > 0) {
      throw new LabFailure("the tap on the WAN ports missed %d frames".formatted(missed));
    }
  }

  @Override
  public void close() throws IOException {
    flow.close();
    patientFlow.close();
    tap.close();
  }
}
