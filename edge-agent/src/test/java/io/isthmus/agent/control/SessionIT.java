package io.isthmus.agent.control;

import static io.isthmus.agent.testbed.Resources.remote;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Secure;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.DriftReport;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.FullConfig;
import io.isthmus.southbound.api.v1.Hello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent, a controller on a socket, and a kernel. */
class SessionIT {

  private static final int HEARTBEAT_MILLIS = 200;

  @TempDir private Path state;
  private Testbed testbed;
  private Edge edge;
  private ScriptedController controller;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    controller = edge.call(() -> new ScriptedController(0));
    controller.admit(state);
    startAgent();
  }

  private void startAgent() {
    startAgent(Implementation.Choice.AUTO);
  }

  private void startAgent(Implementation.Choice wireguard) {
    agent = RunningAgent.start(edge, state, wireguard);
  }

  @AfterEach
  void stop() throws InterruptedException {
    stopAgent();
    controller.stop();
    testbed.close();
  }

  private void stopAgent() throws InterruptedException {
    agent.stop();
  }

  @Test
  void helloSaysWhatTheEdgeIsAndHas() throws InterruptedException {
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);

    assertThat(hello.getTenant()).isEqualTo("acme");
    assertThat(hello.getEdge()).isEqualTo("edge-1");
    assertThat(hello.getAppliedRevision()).isZero();
    assertThat(hello.getAppliedHash()).isEmpty();
    assertThat(hello.getCapabilities().getVxlanVniFilter()).isTrue();
    assertThat(hello.getCapabilities().getNexthopObjects()).isTrue();
    assertThat(hello.getCapabilities().getIpv6()).isTrue();
    assertThat(hello.getCapabilities().getKernelRelease()).isNotEmpty();
    assertThat(hello.getInterfacesList())
        .anySatisfy(i -> {
          assertThat(i.getName()).isEqualTo("wan0");
          assertThat(i.getAddressesList()).contains("192.0.2.1/24");
        });
  }

  @Test
  void fullThenDeltaThenTheSameAgain() throws InterruptedException {
    controller.welcome(HEARTBEAT_MILLIS);
    List<ConfigResource> resources = testbed.mesh(1, 2);
    ConfigSet set = ConfigSet.of(resources);

    ConfigResult full = controller.full(7, resources);
    assertThat(full.getRevision()).isEqualTo(7);
    assertThat(full.getApplied().getHash()).isEqualTo(ScriptedController.hash(set));
    assertThat(full.getApplied().getKernelChanges()).isGreaterThan(10);
    assertThat(full.getApplied().getApplyMicros()).isPositive();

    ConfigResource reroute = steering("default", 2, tunnelKey(0, 2, 1));
    ConfigResult delta = controller.delta(8, set, List.of(reroute), List.of());
    assertThat(delta.getApplied().getKernelChanges()).isEqualTo(1);
    assertThat(delta.getApplied().getHash())
        .isEqualTo(ScriptedController.hash(set.with(List.of(reroute), List.of())));

    ConfigResult same = controller.full(9, testbedWith(resources, reroute));
    assertThat(same.getApplied().getKernelChanges()).isZero();
  }

  private static List<ConfigResource> testbedWith(
      List<ConfigResource> resources, ConfigResource changed) {
    return resources.stream().map(r -> r.getKey().equals(changed.getKey()) ? changed : r).toList();
  }

  @Test
  void refusalNamesEveryErrorAndKeepsWhatWas() throws InterruptedException {
    controller.welcome(HEARTBEAT_MILLIS);
    ConfigSet set = ConfigSet.of(testbed.mesh(1, 1));
    controller.full(3, testbed.mesh(1, 1));
    String before = edge.dump();

    ConfigResult refused =
        controller.delta(
            4,
            set,
            List.of(
                steering("default", 2, "t/9/2/0"),
                remote(2, "10.2.0.1/24"),
                io.isthmus.agent.testbed.Resources.wan("x", "nope0", "192.0.2.99", "", 9)),
            List.of());

    assertThat(refused.getRefused().getKeptRevision()).isEqualTo(3);
    assertThat(refused.getRefused().getKeptHash()).isEqualTo(ScriptedController.hash(set));
    assertThat(refused.getRefused().getErrorsList())
        .extracting(e -> e.getKey() + " " + e.getCode())
        .contains("edge/2 ERROR_CODE_INVALID", "wan/x ERROR_CODE_INTERFACE");
    assertThat(edge.dump()).isEqualTo(before);
  }

  @Test
  void whatCannotBeKeptOnDiskIsRefusedAndUndone() throws Exception {
    controller.welcome(HEARTBEAT_MILLIS);
    controller.full(3, testbed.mesh(1, 1));
    String before = edge.dump();
    // A directory in the place of the file that is about to be written.
    Files.createDirectory(state.resolve("config.bin.new"));

    ConfigResult refused = controller.full(4, testbed.mesh(1, 2));

    assertThat(refused.getRefused().getErrors(0).getMessage()).contains("cannot be kept on disk");
    assertThat(refused.getRefused().getKeptRevision()).isEqualTo(3);
    assertThat(edge.dump()).isEqualTo(before);
  }

  @Test
  void whatIsAcknowledgedIsOnDisk() throws Exception {
    controller.welcome(HEARTBEAT_MILLIS);

    controller.full(3, testbed.mesh(1, 1));

    assertThat(new io.isthmus.agent.store.ConfigStore(state).peek().orElseThrow().revision())
        .isEqualTo(3);
  }

  @Test
  void otherBasesAndHashesAreRefused() throws InterruptedException {
    controller.welcome(HEARTBEAT_MILLIS);
    ConfigSet set = ConfigSet.of(testbed.mesh(1, 1));

    ConfigResult base = controller.delta(4, set, List.of(), List.of("app/video"));
    assertThat(base.getRefused().getErrors(0).getCode())
        .isEqualTo(ErrorCode.ERROR_CODE_BASE_MISMATCH);

    ConfigResult hash =
        controller.update(
            ConfigUpdate.newBuilder()
                .setRevision(5)
                .setHash(ScriptedController.hash(ConfigSet.EMPTY))
                .setFull(FullConfig.newBuilder().addAllResources(testbed.mesh(1, 1))));
    assertThat(hash.getRefused().getErrors(0).getCode())
        .isEqualTo(ErrorCode.ERROR_CODE_HASH_MISMATCH);
  }

  @Test
  void heartbeatsComeWhenNothingElseIsSaid() throws InterruptedException {
    controller.welcome(HEARTBEAT_MILLIS);

    EdgeMessage heartbeat = controller.next(EdgeMessage::hasHeartbeat);

    assertThat(heartbeat.getHeartbeat().getAgentRssBytes()).isGreaterThan(10 << 20);
  }

  @Test
  void comesBackWithItsHashAfterALossADrainAndARestart() throws Exception {
    controller.welcome(HEARTBEAT_MILLIS);
    ConfigSet set = ConfigSet.of(testbed.mesh(1, 1));
    controller.full(3, testbed.mesh(1, 1));

    controller.abort();
    Hello afterAbort = controller.welcome(HEARTBEAT_MILLIS);
    assertThat(afterAbort.getAppliedHash()).isEqualTo(ScriptedController.hash(set));
    assertThat(afterAbort.getAppliedRevision()).isEqualTo(3);

    long drained = System.nanoTime();
    controller.drain(300);
    Hello afterDrain = controller.welcome(HEARTBEAT_MILLIS);
    assertThat(System.nanoTime() - drained).isGreaterThan(300_000_000L);
    assertThat(afterDrain.getAppliedHash()).isEqualTo(ScriptedController.hash(set));

    int port = controller.port();
    controller.stop();
    controller = edge.call(() -> new ScriptedController(controller.authority(), port));
    Hello afterRestart = controller.welcome(HEARTBEAT_MILLIS);
    assertThat(afterRestart.getAppliedHash()).isEqualTo(ScriptedController.hash(set));
  }

  @Test
  void aRestartedAgentHasItsConfigurationFromDisk() throws Exception {
    controller.welcome(HEARTBEAT_MILLIS);
    ConfigSet set = ConfigSet.of(testbed.mesh(1, 1));
    controller.full(3, testbed.mesh(1, 1));
    String before = edge.dump();
    stopAgent();

    startAgent();
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);

    assertThat(hello.getAppliedRevision()).isEqualTo(3);
    assertThat(hello.getAppliedHash()).isEqualTo(ScriptedController.hash(set));
    assertThat(edge.dump()).isEqualTo(before);
  }

  @Test
  void whoCanEncryptNoMoreDoesNotSayThatItCarriesWhatIsToBeEncrypted() throws Exception {
    Assumptions.assumeTrue(edge.wireguard() != Implementation.NONE, "WireGuard is needed");
    controller.welcome(HEARTBEAT_MILLIS);
    Secure secure = new Secure(testbed, testbed.mesh(1, 1), testbed.mesh(2, 1));
    List<ConfigResource> encrypted = secure.resources(1, secure.makeKeys(2));
    assertThat(controller.full(3, encrypted).hasApplied()).isTrue();
    stopAgent();

    startAgent(Implementation.Choice.OFF);
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);
    ConfigResult again = controller.full(3, encrypted);

    assertThat(hello.getAppliedRevision()).isZero();
    assertThat(hello.getAppliedHash()).isEmpty();
    assertThat(again.getRefused().getErrorsList())
        .isNotEmpty()
        .allSatisfy(error -> {
          assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNSUPPORTED);
          assertThat(error.getMessage()).contains("install wireguard-tools");
        });
    assertThat(again.getRefused().getKeptHash()).isEmpty();

    stopAgent();
    startAgent();
    assertThat(controller.welcome(HEARTBEAT_MILLIS).getAppliedHash())
        .isEqualTo(ScriptedController.hash(ConfigSet.of(encrypted)));
  }

  @Test
  void aDamagedConfigurationIsSetAside() throws Exception {
    controller.welcome(HEARTBEAT_MILLIS);
    controller.full(3, testbed.mesh(1, 1));
    stopAgent();
    byte[] bytes = Files.readAllBytes(state.resolve("config.bin"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(state.resolve("config.bin"), bytes);

    startAgent();
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);

    assertThat(hello.getAppliedRevision()).isZero();
    assertThat(state.resolve("config.bin.damaged")).exists();
    assertThat(controller.full(4, testbed.mesh(1, 1)).hasApplied()).isTrue();
  }

  @Test
  void driftIsRepairedAndReported() throws Exception {
    controller.welcome(HEARTBEAT_MILLIS);
    controller.full(3, testbed.mesh(1, 2));
    String before = edge.dump();
    for (String line :
        List.of(
            "ip route del 10.2.0.0/24 table 42767",
            "ip rule del pref 3500",
            "ip -6 rule del pref 3000",
            "nft delete table inet isthmus",
            "nft flush chain inet isthmus leaving",
            "nft add rule inet isthmus forward drop",
            "ip nexthop flush proto 173",
            "ip nexthop del id 1000000",
            "ip link set vx0 mtu 1300",
            "ip link set vx0 down",
            "ip link del vx0",
            "ip neigh flush dev vx0 nud permanent",
            "ip addr flush dev vx0",
            "bridge vni delete vni 101 dev vx0")) {
      Thread.sleep(1_000); // The agent holds back the longer the more often it has to repair.
      long start = System.nanoTime();
      edge.node().sh(line);
      DriftReport report = controller.next(EdgeMessage::hasDriftReport).getDriftReport();
      long millis = (System.nanoTime() - start) / 1_000_000;

      assertThat(report.getRepairedList()).as(line).isNotEmpty();
      awaitHealed(line, report, before);
      System.out.println(line + ": repaired after " + millis + " ms, " + report.getRepaired(0));
    }
  }

  /** A command that removes much may be met halfway: then there is a second repair. */
  private void awaitHealed(String line, DriftReport first, String whole) throws Exception {
    DriftReport report = first;
    while (!report.getHealed() || !edge.dump().equals(whole)) {
      report = controller.next(EdgeMessage::hasDriftReport).getDriftReport();
    }
    assertThat(edge.dump()).as(line).isEqualTo(whole);
  }
}
