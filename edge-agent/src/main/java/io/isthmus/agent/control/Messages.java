package io.isthmus.agent.control;

import com.google.protobuf.ByteString;
import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.apply.Dataplane.Repair;
import io.isthmus.agent.desired.Problem;
import io.isthmus.agent.netlink.Interface;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Key;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.Capabilities;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.DriftReport;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.NetworkInterface;
import io.isthmus.southbound.api.v1.Refused;
import io.isthmus.southbound.api.v1.ResourceError;
import io.isthmus.southbound.api.v1.WireGuardImplementation;
import io.isthmus.southbound.api.v1.WireGuardKey;
import io.isthmus.southbound.api.v1.WireGuardKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the edge says, from what it knows. */
final class Messages {

  private static final int MAX_DRIFT_LINES = 64;

  /** A configuration that is wrong from end to end must not make a message that is too large. */
  private static final int MAX_ERRORS = 256;

  private Messages() {}

  static EdgeMessage hello(
      AgentSettings settings,
      String bootId,
      KernelFeatures features,
      Dataplane dataplane,
      long revision,
      ByteString hash) {
    Hello.Builder hello =
        Hello.newBuilder()
            .setTenant(settings.tenant())
            .setEdge(settings.edge())
            .setAgentVersion(AgentSettings.VERSION)
            .setBootId(bootId)
            .setCapabilities(capabilities(features, dataplane.wireguard()))
            .setWireguardKeys(keys(dataplane.publicKeys()))
            .setStampPort(settings.probing().port())
            .setAppliedRevision(revision)
            .setAppliedHash(hash);
    try {
      dataplane.interfaces().all().forEach(device -> hello.addInterfaces(device(device)));
    } catch (IOException e) {
      Log.warn("the interfaces could not be read: " + e.getMessage());
    }
    return EdgeMessage.newBuilder().setHello(hello).build();
  }

  static EdgeMessage wireguardKeys(List<Key> keys) {
    return EdgeMessage.newBuilder().setWireguardKeys(keys(keys)).build();
  }

  private static WireGuardKeys keys(List<Key> keys) {
    WireGuardKeys.Builder message = WireGuardKeys.newBuilder();
    for (Key key : keys) {
      message.addKeys(
          WireGuardKey.newBuilder()
              .setLinkNumber(key.link())
              .setGeneration(key.generation())
              .setPublicKey(ByteString.copyFrom(key.publicKey().bytes()))
              .setListenPort(key.listenPort()));
    }
    return message.build();
  }

  private static WireGuardImplementation implementation(Implementation implementation) {
    return switch (implementation) {
      case NONE -> WireGuardImplementation.WIREGUARD_IMPLEMENTATION_NONE;
      case KERNEL -> WireGuardImplementation.WIREGUARD_IMPLEMENTATION_KERNEL;
      case USERSPACE -> WireGuardImplementation.WIREGUARD_IMPLEMENTATION_USERSPACE;
    };
  }

  private static Capabilities capabilities(KernelFeatures features, Implementation wireguard) {
    return Capabilities.newBuilder()
        .setKernelRelease(System.getProperty("os.version"))
        .setVxlanVniFilter(features.vxlanVniFilter())
        .setNexthopObjects(features.nexthopObjects())
        .setResilientGroups(features.resilientGroups())
        .setKernelWireguard(features.kernelWireguard())
        .setIpv6(features.ipv6())
        .setWireguard(implementation(wireguard))
        .build();
  }

  private static NetworkInterface device(Interface device) {
    NetworkInterface.Builder builder =
        NetworkInterface.newBuilder()
            .setName(device.name())
            .setUp(device.up())
            .setMtu(device.mtu());
    device.addresses().forEach(address -> builder.addAddresses(address.toString()));
    return builder.build();
  }

  static EdgeMessage heartbeat(long revision) {
    return EdgeMessage.newBuilder()
        .setHeartbeat(
            Heartbeat.newBuilder().setAppliedRevision(revision).setAgentRssBytes(residentBytes()))
        .build();
  }

  /** 0 where the kernel does not tell. */
  static long residentBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          String kibibytes = line.substring("VmRSS:".length(), line.length() - " kB".length());
          return Long.parseLong(kibibytes.strip()) << 10;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  static EdgeMessage applied(ConfigUpdate update, ByteString hash, long micros, int changes) {
    Applied applied =
        Applied.newBuilder().setHash(hash).setApplyMicros(micros).setKernelChanges(changes).build();
    return EdgeMessage.newBuilder()
        .setConfigResult(answer(update, micros).setApplied(applied))
        .build();
  }

  static EdgeMessage refused(
      ConfigUpdate update,
      List<Problem> problems,
      long micros,
      long keptRevision,
      ByteString keptHash) {
    Refused.Builder refused =
        Refused.newBuilder().setKeptRevision(keptRevision).setKeptHash(keptHash);
    problems.stream()
        .limit(MAX_ERRORS)
        .forEach(problem ->
            refused.addErrors(
                ResourceError.newBuilder()
                    .setKey(problem.key())
                    .setCode(problem.code())
                    .setMessage(problem.message())));
    return EdgeMessage.newBuilder()
        .setConfigResult(answer(update, micros).setRefused(refused))
        .build();
  }

  /**
   * @param micros since the update was read: one clock tells how long, the other when
   */
  private static ConfigResult.Builder answer(ConfigUpdate update, long micros) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return ConfigResult.newBuilder()
        .setNonce(update.getNonce())
        .setRevision(update.getRevision())
        .setBeganMicros(now - micros)
        .setEndedMicros(now);
  }

  static EdgeMessage drift(Repair repair, long micros) {
    return EdgeMessage.newBuilder()
        .setDriftReport(
            DriftReport.newBuilder()
                .addAllRepaired(repair.repaired().stream().limit(MAX_DRIFT_LINES).toList())
                .setRepairedTotal(repair.repaired().size())
                .setRepairMicros(micros)
                .setHealed(repair.isHealed())
                .setMessage(String.join("; ", repair.failures())))
        .build();
  }
}
