package io.isthmus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.store.ConfigStore;
import io.isthmus.agent.store.StoredConfig;
import io.isthmus.agent.testbed.Node;
import io.isthmus.agent.testbed.Shell;
import io.isthmus.agent.testbed.TestAuthority;
import io.isthmus.agent.testbed.Testbed;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, with no controller in reach. */
class EdgeAgentIT {

  @TempDir private Path state;
  private Testbed testbed;
  private Node node;
  private File log;
  private Identity identity;

  @BeforeEach
  void connect() throws Exception {
    testbed = new Testbed(2);
    node = testbed.edge1().node();
    testbed.edge2().apply(testbed.mesh(2, 1));
    new ConfigStore(state).save(new StoredConfig(12, ConfigSet.of(testbed.mesh(1, 1))));
    List<ControllerAddress> nobody = List.of(new ControllerAddress("127.0.0.1", 1));
    identity = new TestAuthority("root").identity("acme", "edge-1", Duration.ofDays(1), nobody);
    new IdentityStore(state).save(identity);
    log = state.resolve("log").toFile();
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  private String command(String arguments) {
    return ProcessHandle.current().info().command().orElseThrow()
        + " -XX:+UseSerialGC -Xmx24m -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
        + " --sun-misc-unsafe-memory-access=allow -cp "
        + System.getProperty("java.class.path")
        + " io.isthmus.agent.EdgeAgent "
        + arguments
        + " --state-dir "
        + state;
  }

  private Process run() throws Exception {
    Process process =
        new ProcessBuilder("nsenter", "--net=" + node.path(), "sh", "-c", "exec " + command("run"))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    for (int i = 0; i < 1200 && !logged().contains("is up from disk"); i++) {
      Thread.sleep(50);
    }
    assertThat(logged()).contains("revision 12 is up from disk");
    return process;
  }

  /** A part of the private key, as any encoding of it in the agent has it. */
  private String secret() {
    return Base64.getEncoder().encodeToString(identity.key().getEncoded()).substring(40, 70);
  }

  private String logged() {
    return log.exists() ? Shell.run("cat", log.toString()) : "";
  }

  @Test
  void carriesTrafficWithoutAControllerThroughKillAndRestartUntilPurged() throws Exception {
    String before =
        node.sh(
            "ip rule; ip -6 rule; ip route show table all proto 173; ip -br link; nft list ruleset; sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding");
    Process agent = run();
    assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();

    // Two agents in one place are one too many.
    assertThat(node.attempt(command("purge")).output()).contains("another agent runs");

    agent.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();
    assertThat(node.sh(command("status")))
        .contains(
            "identity spiffe://isthmus.test/tenant/acme/edge/edge-1, instance 0",
            "identity is in force",
            "revision 12",
            "agent not running",
            "vx0 up mtu 1430",
            "t/0/2/0*1");

    agent = run();
    assertThat(logged()).contains("is up from disk: 0 kernel changes");
    assertThat(node.sh(command("status --json")))
        .contains("\"revision\":12", "\"agentRunning\":true", "\"tunnel\":\"t/0/2/0\"");
    assertThat(logged() + node.sh(command("status")) + node.sh(command("status --json")))
        .contains(identity.keyFingerprint())
        .doesNotContain(secret());
    agent.destroy();
    assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(node.sh(command("purge"))).contains("removed");
    assertThat(
            node.sh(
                "ip rule; ip -6 rule; ip route show table all proto 173; ip -br link; nft list ruleset; sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding"))
        .isEqualTo(before);
    assertThat(node.sh("ip nexthop")).isEmpty();
    assertThat(state.resolve("config.bin")).doesNotExist();
    assertThat(state.resolve("identity")).doesNotExist();
    assertThat(node.attempt(command("run")).output())
        .contains("has not joined", "isthmus edge join");
  }
}
