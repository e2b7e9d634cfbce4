package io.isthmus.agent.apply;

import io.isthmus.agent.desired.Adoption;
import io.isthmus.agent.desired.Compiler;
import io.isthmus.agent.desired.Compiler.Compiled;
import io.isthmus.agent.desired.Compiler.Devices;
import io.isthmus.agent.desired.Compiler.Invalid;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.desired.DesiredState;
import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.desired.HopIds;
import io.isthmus.agent.desired.Machine;
import io.isthmus.agent.desired.Problem;
import io.isthmus.agent.desired.Reroute;
import io.isthmus.agent.desired.Share;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.netlink.Change;
import io.isthmus.agent.netlink.Interfaces;
import io.isthmus.agent.netlink.Kernel;
import io.isthmus.agent.netlink.Kernel.Failure;
import io.isthmus.agent.netlink.Kernel.OnFailure;
import io.isthmus.agent.netlink.KernelFeatures;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelState;
import io.isthmus.agent.netlink.MessageTrace;
import io.isthmus.agent.nft.NftTable;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.agent.wireguard.Encryption;
import io.isthmus.agent.wireguard.Implementation;
import io.isthmus.agent.wireguard.Key;
import io.isthmus.agent.wireguard.Names;
import io.isthmus.agent.wireguard.WireGuard;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The data plane of one network namespace, and the state that is in force there. Confined to one
 * platform thread, which stays in that namespace.
 *
 * <p>A new configuration is compared with the one in force and not with the kernel, so that a small
 * change costs little; the kernel is read at the start, after a refusal and in every {@link
 * #repair}.
 */
public final class Dataplane implements AutoCloseable {

  /** Repairing one object may take others away; what is left after this many rounds is reported. */
  private static final int MAX_REPAIR_ROUNDS = 3;

  private final Kernel kernel;
  private final WireGuard wireguard;
  private final Host host;
  private final Machine machine;
  private final Claims claims = new Claims();
  private final HopIds hopIds;
  private DesiredState inForce = DesiredState.NOTHING;
  private boolean kernelIsKnown;

  private Dataplane(
      Kernel kernel,
      KernelFeatures features,
      Path stateDirectory,
      WireGuard wireguard,
      int stampPort) {
    Instance instance = new Instance(wireguard.keys().names().instance());
    Encryption encryption = new Encryption(wireguard.implementation(), wireguard.keys().names());
    this.kernel = kernel;
    this.wireguard = wireguard;
    this.machine = new Machine(features, encryption, stampPort);
    this.hopIds = new HopIds(instance);
    this.host =
        new Host(
            kernel,
            instance,
            new Firewall(new NftTable(stateDirectory, instance)),
            new MachineSettings(kernel, stateDirectory, instance),
            wireguard);
  }

  /** For the namespace of the calling thread. */
  public static Dataplane open(
      Path stateDirectory,
      MessageTrace trace,
      KernelFeatures features,
      WireGuard wireguard,
      int stampPort)
      throws IOException {
    Names names = wireguard.keys().names();
    Kernel kernel = Kernel.open(trace, new Instance(names.instance()), names::isOwn);
    return new Dataplane(kernel, features, stateDirectory, wireguard, stampPort);
  }

  /** What became of a configuration. */
  public sealed interface Outcome {}

  /** It is in force; so many kernel objects were touched. */
  public record Applied(int kernelChanges) implements Outcome {}

  /** Nothing of it is in force, what was before is. */
  public record Refused(List<Problem> problems) implements Outcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** What a look at the kernel found and mended; healed is false where something is still wrong. */
  public record Repair(List<String> repaired, int kernelChanges, List<String> failures) {
    public boolean isHealed() {
      return failures.isEmpty();
    }
  }

  /** What became of {@link #steer}: each steering is in force as asked, or named here with why. */
  public record Steered(int kernelChanges, List<Problem> failures) {
    public Steered {
      failures = List.copyOf(failures);
    }
  }

  public ConfigSet config() {
    return inForce.config();
  }

  /**
   * Whether all of the configuration in force can be carried. One that was taken over by {@link
   * #start} may ask for encryption that the machine has lost since: what is to be encrypted is not
   * carried then, and what is not, is.
   */
  public boolean isWhole() {
    return machine.encryption().isAvailable() || !Compiler.asksForEncryption(inForce.config());
  }

  /** What is to be measured under the configuration in force. */
  public ProbePlan probePlan() {
    return inForce.probePlan();
  }

  /** What carries each steering, by the key of its resource; empty: it is dropped. */
  public Map<String, List<Share>> members() {
    return inForce.members();
  }

  /** What encrypts paths here. */
  public Implementation wireguard() {
    return wireguard.implementation();
  }

  /** The edge's own public keys, for others to know. */
  public List<Key> publicKeys() {
    return wireguard.keys().all();
  }

  /** Notifications with this sender are echoes of what this data plane did. */
  public int port() {
    return kernel.port();
  }

  public Interfaces interfaces() throws IOException {
    return kernel.interfaces();
  }

  /**
   * Puts a configuration in force, whole or not at all. What {@link #steer} put in charge of a
   * steering stays so, unless the configuration says something new about it.
   */
  public Outcome update(ConfigSet config) throws IOException {
    return update(config, List.of());
  }

  /** The same, with other tunnels in charge of some steerings of the new configuration. */
  public Outcome update(ConfigSet config, List<GroupChange> changes) throws IOException {
    if (!kernelIsKnown) {
      repair();
    }
    Optional<Reroute> reroute = isWhole() ? Reroute.to(inForce, config, changes) : Optional.empty();
    if (reroute.isPresent()) {
      return update(reroute.get());
    }
    Interfaces interfaces = withGateways(kernel.interfaces(), config);
    return switch (Compiler.compile(
        config, interfaces, Devices.REQUIRED, hopIds, inForce, machine)) {
      case Invalid invalid -> {
        hopIds.abort();
        yield new Refused(invalid.problems());
      }
      case Compiled compiled -> update(Reroute.of(compiled.state(), changes));
    };
  }

  /** A machine may have many routes: they are read where a roaming link needs it. */
  private Interfaces withGateways(Interfaces interfaces, ConfigSet config) throws IOException {
    return Compiler.asksForGateways(config) ? interfaces.with(kernel.gateways()) : interfaces;
  }

  private Outcome update(Reroute reroute) throws IOException {
    if (!reroute.problems().isEmpty()) {
      hopIds.abort();
      return new Refused(reroute.problems());
    }
    return update(reroute.state());
  }

  private Outcome update(DesiredState desired) throws IOException {
    Optional<String> elsewhere = claims.claim(desired.lanDevices());
    if (elsewhere.isPresent()) {
      hopIds.abort();
      String key = desired.lanKey(elsewhere.get());
      return new Refused(
          List.of(
              new Problem(
                  key, ErrorCode.ERROR_CODE_INTERFACE, Claims.claimedElsewhere(elsewhere.get()))));
    }
    Outcome outcome = carryOut(desired);
    claims.retain(inForce.lanDevices());
    return outcome;
  }

  private Outcome carryOut(DesiredState desired) throws IOException {
    try {
      return carryOut(changesTo(desired), Firewall.between(inForce, desired), desired);
    } catch (RefusedByKernel e) {
      return updateFromKernel(desired);
    }
  }

  private Plan changesTo(DesiredState desired) {
    Plan plan =
        Plan.between(inForce.objectsNotSharedWith(desired), desired.objectsNotSharedWith(inForce));
    // A new device takes everything with it that hangs on it, changed or not.
    return plan.foundations().isEmpty() ? plan : Plan.between(inForce.objects(), desired.objects());
  }

  /**
   * Puts other tunnels in charge of some steerings, by one message for each that is other than
   * before and nothing else. They stay in force until the next call, or until a configuration says
   * something new about the steering; repairs restore them. A steering whose change is refused
   * stays as it was.
   */
  public Steered steer(List<GroupChange> changes) throws IOException {
    Reroute reroute = Reroute.of(inForce, changes);
    List<Problem> failures = new ArrayList<>(reroute.problems());
    List<Failure> refused = replace(reroute.groups());
    refused.forEach(failure -> failures.add(Rollout.problem(failure, inForce, reroute.state())));
    DesiredState done =
        refused.isEmpty()
            ? reroute.state()
            : Reroute.of(inForce, without(failures, changes)).state();
    int kernelChanges = reroute.groups().size() - refused.size();
    boolean turns = !done.slots().equals(inForce.slots());
    if (turns) {
      try {
        host.firewall().turn(inForce, done);
      } catch (RefusedByKernel e) {
        // A repair sees to it, since the table does not hold what it should.
        failures.addAll(e.problems());
      }
    }
    inForce = done;
    return new Steered(kernelChanges + (turns ? 1 : 0), failures);
  }

  private static List<GroupChange> without(List<Problem> failures, List<GroupChange> changes) {
    Set<String> failed = new HashSet<>();
    failures.forEach(problem -> failed.add(problem.key()));
    return changes.stream().filter(change -> !failed.contains(change.steeringKey())).toList();
  }

  private List<Failure> replace(List<HopGroup> groups) throws IOException {
    return kernel.execute(
        groups.stream().map(group -> new Change(Change.Verb.REPLACE, group)).toList(),
        OnFailure.CONTINUE);
  }

  /** The kernel was not as it was thought to be: look, try once more, and if need be go back. */
  private Outcome updateFromKernel(DesiredState desired) throws IOException {
    KernelState found = kernel.dump();
    Plan plan = Plan.between(found.owned().values(), desired.objects());
    try {
      return carryOut(plan, host.firewall().changeTo(desired), desired);
    } catch (RefusedByKernel refusal) {
      hopIds.abort();
      goBack();
      return new Refused(refusal.problems());
    }
  }

  private Applied carryOut(Plan plan, Firewall.Change firewall, DesiredState desired)
      throws IOException, RefusedByKernel {
    int changes = new Rollout(host, inForce, desired).carryOut(plan, firewall);
    hopIds.commit(plan.removals());
    inForce = desired;
    forgetKeys();
    return new Applied(changes);
  }

  /** An edge that is to carry nothing for now keeps its keys. */
  private void forgetKeys() throws IOException {
    if (!inForce.isNothing()) {
      wireguard.keys().retain(inForce.keyNeeds());
    }
  }

  /** Restores the state in force; a second look proves it. */
  private void goBack() throws IOException {
    Repair repair = repair();
    if (!repair.isHealed()) {
      throw new IOException("the previous state could not be restored: " + repair.failures());
    }
  }

  /**
   * Takes a configuration over as the one in force without asking whether it is good, as after a
   * restart; {@link #repair} brings up what of it can be brought up. What an earlier run put in
   * charge of a steering stays, see {@link Adoption}.
   */
  public Repair start(ConfigSet config) throws IOException {
    KernelState found = kernel.dump();
    hopIds.learn(found);
    Interfaces interfaces = withGateways(found.interfaces(), config);
    switch (Compiler.compile(config, interfaces, Devices.OPTIONAL, hopIds, inForce, machine)) {
      case Invalid invalid -> throw new IOException("the configuration is not valid: " + invalid);
      case Compiled compiled ->
          inForce = Adoption.of(compiled.state(), found, host.firewall().table().slots());
    }
    return repair();
  }

  /** Compares the kernel with the state in force and mends every difference. */
  public Repair repair() throws IOException {
    Set<String> repaired = new LinkedHashSet<>();
    List<String> failures = List.of();
    int changes = 0;
    for (int round = 0; round < MAX_REPAIR_ROUNDS; round++) {
      RepairRound result = repairRound();
      changes += result.changes();
      repaired.addAll(result.repaired());
      failures = result.failures();
      if (result.changes() == 0 || !failures.isEmpty()) {
        break;
      }
    }
    kernelIsKnown = failures.isEmpty();
    return new Repair(List.copyOf(repaired), changes, failures);
  }

  private RepairRound repairRound() throws IOException {
    KernelState found = kernel.dump();
    hopIds.learn(found);
    DesiredState before = inForce;
    inForce = recompiled(withGateways(found.interfaces(), inForce.config()));
    Plan plan = Plan.between(found.owned().values(), inForce.objects());
    RepairRound round = new RepairRound(host, inForce);
    round.mend(plan, Drift.describe(plan, before), claims);
    hopIds.commit(plan.removals());
    return round;
  }

  /** Devices may have come, gone, or changed their addresses since. */
  private DesiredState recompiled(Interfaces interfaces) {
    return switch (Compiler.compile(
        inForce.config(), interfaces, Devices.OPTIONAL, hopIds, inForce, machine)) {
      case Compiled compiled -> compiled.state();
      case Invalid ignored -> inForce;
    };
  }

  @Override
  public void close() throws IOException {
    claims.close();
    kernel.close();
  }
}
