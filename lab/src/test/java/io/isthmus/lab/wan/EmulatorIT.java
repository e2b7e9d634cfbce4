package io.isthmus.lab.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.Root;
import io.isthmus.lab.kernel.Ip;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.LabNetwork;
import io.isthmus.lab.network.ManagementNet;
import io.isthmus.lab.network.NetworkPlanner;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator's process between two edges in namespaces, seen by ping. */
class EmulatorIT {
  private static final LabName LAB = new LabName("isthmus-wanit");
  private static final Namespace LEFT = LAB.edge("left");
  private static final String RIGHT_ADDRESS = "198.18.2.2";
  private static final Pattern RESULT =
      Pattern.compile(
          "(\\d+) packets transmitted, (\\d+) received(?:, \\+(\\d+) duplicates)?.*?(?:= ([\\d.]+)/([\\d.]+)/.*)?$",
          Pattern.DOTALL);
  private static final String INTENT =
      """
      edges:
        - name: left
          wanLinks:
            - {name: internet, transport: internet, interface: wan0, address: 198.18.1.2, gateway: 198.18.1.1}
        - name: right
          wanLinks:
            - {name: internet, transport: internet, interface: wan0, address: 198.18.2.2, gateway: 198.18.2.1}
      """;

  @TempDir private Path directory;
  private WanControl control = new WanControl(Path.of("none"));
  private Process emulator = new ProcessBuilder("true").start();

  EmulatorIT() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    Root.assume();
    LabNetwork.remove(LAB);
    LabIntent intent = LabIntent.parse(INTENT);
    new LabNetwork(LAB, NetworkPlanner.plan(LAB, ManagementNet.of(LAB), intent, WanKind.EMULATED))
        .build();
    LEFT.ip(List.of("route add 198.18.2.0/30 via 198.18.1.1"));
    LAB.edge("right").ip(List.of("route add 198.18.1.0/30 via 198.18.2.1"));
    Path file = Files.writeString(directory.resolve("intent.yaml"), INTENT);
    Path socket = directory.resolve("wan.sock");
    control = new WanControl(socket);
    emulator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                WanEmulator.class.getName(),
                LAB.value(),
                file.toString(),
                socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("err").toFile())
            .start();
    Waiting.until(
        Duration.ofSeconds(60), Duration.ofMillis(50), control::isThere, () -> "no emulator");
  }

  @AfterEach
  void stop() throws InterruptedException {
    LabNetwork.remove(LAB);

    assertThat(emulator.waitFor(Duration.ofSeconds(30)))
        .as("it ends with the lab's namespaces")
        .isTrue();
  }

  private record Ping(int sent, int received, int duplicates, double leastMs, double meanMs) {}

  @Test
  void whatIsAskedForIsWhatPacketsMeet() throws IOException {
    WanSelection wan = WanSelection.wan("internet");
    assertThat(ping(5).received()).isEqualTo(5);

    control.change(wan, fields -> fields.put("delayMs", 40));
    assertThat(leastMs(120)).isBetween(80.0, 120.0);

    control.change(wan, fields -> fields.put("outage", true));
    assertThat(ping(3).received()).isZero();
    assertThat(control.list())
        .anyMatch(line -> line.edge().equals("left") && line.counts().outageDropped() >= 3);

    control.clear(wan);
    control.change(
        WanSelection.port("internet", "right").only(Direction.IN),
        fields -> fields.put("duplicatePct", 100));
    assertThat(ping(5).duplicates()).isGreaterThanOrEqualTo(4);

    control.clear(WanSelection.all());
    assertThat(leastMs(40)).isLessThan(40);
  }

  @Test
  void aRecordingIsRelived() throws IOException {
    Path file = Files.writeString(directory.resolve("trace.csv"), "t_ms,rtt_ms\n0,60\n600000,60\n");

    control.replay(WanSelection.port("internet", "left"), file, 0, 1);

    Waiting.until(
        Duration.ofSeconds(30),
        Duration.ofMillis(20),
        () -> control.list().getFirst().impairment().delayMs() == 30,
        () -> "not relived: " + control.list());
    assertThat(control.list().getFirst().replay()).contains("trace.csv");
    assertThat(leastMs(100)).isBetween(60.0, 100.0);
    control.clear(WanSelection.all());
    assertThat(control.list().getFirst().replay()).isEmpty();
  }

  @Test
  void wrongRequestsChangeNothing() {
    assertThatThrownBy(() ->
            control.change(WanSelection.wan("internet"), fields -> fields.put("lossPct", 101)))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("loss (%) of 101 is out of range");
    assertThatThrownBy(
            () -> control.change(WanSelection.wan("moon"), fields -> fields.put("lossPct", 1)))
        .hasMessageContaining("internet at left");
    assertThat(control.list()).allMatch(line -> line.impairment().equals(Impairment.NONE));
  }

  @Test
  void theWanPortsStayWhenTheEmulatorDies() throws InterruptedException {
    emulator.destroyForcibly().waitFor();

    assertThat(control.isThere()).isFalse();
    assertThat(Ip.ask(LEFT, "addr", "show", "wan0").toString()).contains("198.18.1.2");
  }

  /** The least of five, asked again while the emulator may have been held up for all of them. */
  private static double leastMs(double expectedAtMost) {
    Ping ping = ping(5);
    for (int i = 0; i < 20 && !(ping.leastMs() <= expectedAtMost); i++) {
      ping = ping(5);
    }
    return ping.leastMs();
  }

  private static Ping ping(int count) {
    String out =
        Shell.run(
                LEFT.exec(
                    List.of(
                        "ping",
                        "-n",
                        "-q",
                        "-i",
                        "0.05",
                        "-W",
                        "5",
                        "-c",
                        Integer.toString(count),
                        RIGHT_ADDRESS)),
                "")
            .out();
    Matcher matcher = RESULT.matcher(out.strip());
    assertThat(matcher.find()).as(out).isTrue();
    return new Ping(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)),
        matcher.group(4) == null ? Double.NaN : Double.parseDouble(matcher.group(4)),
        matcher.group(5) == null ? Double.NaN : Double.parseDouble(matcher.group(5)));
  }
}
