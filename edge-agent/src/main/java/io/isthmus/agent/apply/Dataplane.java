package io.isthmus.agent.apply;

import io.isthmus.agent.apply.Sysctls.Others;
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
import io.isthmus.agent.desired.Numbering;
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
  private final Instance instance;
  private final Claims claims;
  private final NftTable nft;
  private final Sysctls sysctls;
  private final ReceiveOffload receiveOffload;
  private final WireGuard wireguard;
  private final Machine machine;
  private final HopIds hopIds;
  private DesiredState inForce = DesiredState.NOTHING;
  private boolean kernelIsKnown;

  private Dataplane(
      Kernel kernel,
      KernelFeatures features,
      Path stateDirectory,
      WireGuard wireguard,
      int stampPort) {
    this.wireguard = wireguard;
    this.instance = new Instance(wireguard.keys().names().instance());
    Encryption encryption = new Encryption(wireguard.implementation(), wireguard.keys().names());
    this.machine = new Machine(features, encryption, stampPort);
    this.kernel = kernel;
    this.hopIds = new HopIds(instance);
    this.nft = new NftTable(stateDirectory, instance);
    this.sysctls = new Sysctls(stateDirectory, instance);
    this.receiveOffload = new ReceiveOffload(instance.device());
    this.claims = new Claims();
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
          List.of(new Problem(key, ErrorCode.ERROR_CODE_INTERFACE, claimed(elsewhere.get()))));
    }
    Outcome outcome = carryOut(desired);
    claims.retain(inForce.lanDevices());
    return outcome;
  }

  private static String claimed(String device) {
    return "interface "
        + device
        + " is a LAN of another agent on this machine: what arrives there is one tenant's, give it"
        + " up there or name another interface";
  }

  private Outcome carryOut(DesiredState desired) throws IOException {
    try {
      return carryOut(changesTo(desired), firewallChange(desired), desired);
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

  private FirewallChange firewallChange(DesiredState desired) {
    if (!desired.ruleset().equals(inForce.ruleset())) {
      return FirewallChange.REPLACE;
    }
    return desired.slots().equals(inForce.slots()) ? FirewallChange.NONE : FirewallChange.TURN;
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
    refused.forEach(failure -> failures.add(problem(failure, reroute.state())));
    DesiredState done =
        refused.isEmpty()
            ? reroute.state()
            : Reroute.of(inForce, without(failures, changes)).state();
    int kernelChanges = reroute.groups().size() - refused.size();
    boolean turns = !done.slots().equals(inForce.slots());
    if (turns) {
      try {
        turnSlots(done);
      } catch (RefusedByKernel e) {
        // A repair sees to it, since the table does not hold what it should.
        failures.addAll(e.problems);
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
      return carryOut(plan, firewallFound(desired), desired);
    } catch (RefusedByKernel refusal) {
      hopIds.abort();
      goBack();
      return new Refused(refusal.problems);
    }
  }

  private FirewallChange firewallFound(DesiredState desired) throws IOException {
    return nft.holds(desired.ruleset(), desired.slots())
        ? FirewallChange.NONE
        : FirewallChange.REPLACE;
  }

  private enum FirewallChange {
    NONE,
    /** New flows take other slots, and nothing else is new. */
    TURN,
    REPLACE
  }

  /** Some of a plan is done, and some is not. */
  private static final class RefusedByKernel extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    RefusedByKernel(List<Problem> problems) {
      this.problems = problems;
    }
  }

  /**
   * The firewall closes before routes open and opens after they are gone; forwarding begins when it
   * is closed.
   */
  private Applied carryOut(Plan plan, FirewallChange firewall, DesiredState desired)
      throws IOException, RefusedByKernel {
    int changes = plan.size();
    if (firewall == FirewallChange.REPLACE && !desired.isNothing()) {
      replaceFirewall(desired);
      changes++;
    }
    ask(plan.foundations(), desired);
    if (!desired.isNothing()) {
      changes += settings(plan, desired);
    }
    boolean secures = !desired.secureInterfaces().equals(inForce.secureInterfaces());
    provideKeys(desired);
    if (secures) {
      secure(() -> wireguard.bringUp(desired.secureInterfaces(), kernel), desired);
    }
    // First what outer packets need, so that the first handshake does not go astray.
    ask(plan.additionsOf(object -> Numbering.isUnderlay(instance, object)), desired);
    if (secures) {
      secure(() -> wireguard.meet(desired.secureInterfaces()), desired);
    }
    ask(plan.additionsOf(object -> !Numbering.isUnderlay(instance, object)), desired);
    if (firewall == FirewallChange.TURN) {
      turnSlots(desired);
      changes++;
    }
    ask(plan.removals(), desired);
    if (secures) {
      secure(() -> wireguard.retire(desired.secureInterfaces(), kernel), desired);
    }
    if (desired.isNothing()) {
      changes += sysctls.restore(others());
      if (firewall == FirewallChange.REPLACE) {
        nft.remove();
        changes++;
      }
    }
    hopIds.commit(plan.removals());
    inForce = desired;
    forgetKeys();
    return new Applied(changes);
  }

  private void provideKeys(DesiredState desired) throws IOException {
    wireguard.keys().provide(desired.keyNeeds(), WireGuard::isFree);
  }

  /** An edge that is to carry nothing for now keeps its keys. */
  private void forgetKeys() throws IOException {
    if (!inForce.isNothing()) {
      wireguard.keys().retain(inForce.keyNeeds());
    }
  }

  private interface Securing {
    List<String> run() throws IOException;
  }

  private static void secure(Securing work, DesiredState desired)
      throws IOException, RefusedByKernel {
    try {
      work.run();
    } catch (WireGuard.Failure e) {
      throw new RefusedByKernel(
          List.of(
              new Problem(
                  desired.resourceOf(e.device()),
                  ErrorCode.ERROR_CODE_KERNEL,
                  String.valueOf(e.getMessage()))));
    }
  }

  private void replaceFirewall(DesiredState desired) throws RefusedByKernel {
    try {
      nft.replace(desired.ruleset(), desired.slots());
    } catch (IOException e) {
      throw new RefusedByKernel(
          List.of(new Problem("", ErrorCode.ERROR_CODE_KERNEL, String.valueOf(e.getMessage()))));
    }
  }

  private void turnSlots(DesiredState desired) throws RefusedByKernel {
    try {
      nft.turn(desired.ruleset(), inForce.slots(), desired.slots());
    } catch (IOException e) {
      throw new RefusedByKernel(
          List.of(new Problem("", ErrorCode.ERROR_CODE_KERNEL, String.valueOf(e.getMessage()))));
    }
  }

  private Others others() throws IOException {
    boolean live =
        kernel.interfaces().all().stream().anyMatch(device -> instance.isOther(device.index()));
    return live ? Others.LIVE : Others.NONE;
  }

  /** Settings are looked at when the device or the whole is new; repairs look every time. */
  private int settings(Plan plan, DesiredState desired) throws IOException {
    int changes = 0;
    if (inForce.isNothing()
        || !inForce.lanDevices().equals(desired.lanDevices())
        || !inForce.wanDevices().equals(desired.wanDevices())) {
      changes += sysctls.ensure(desired.lanDevices(), desired.wanDevices()).size();
    }
    if (!plan.foundations().isEmpty()) {
      sysctls.ensureDevice();
      receiveOffload.ensure();
    }
    return changes;
  }

  private void ask(List<Change> changes, DesiredState desired) throws IOException, RefusedByKernel {
    List<Problem> problems = new ArrayList<>();
    for (Failure failure : kernel.execute(changes, OnFailure.STOP)) {
      if (!isGoneAlready(failure)) {
        problems.add(problem(failure, desired));
      }
    }
    if (!problems.isEmpty()) {
      throw new RefusedByKernel(problems);
    }
  }

  /** What a device took with it when it went need not be removed any more. */
  private static boolean isGoneAlready(Failure failure) {
    return failure.change().verb() == Change.Verb.REMOVE && failure.cause().isNotFound();
  }

  private Problem problem(Failure failure, DesiredState desired) {
    String key = desired.resourceOf(failure.change().object());
    return new Problem(
        key.isEmpty() ? inForce.resourceOf(failure.change().object()) : key,
        ErrorCode.ERROR_CODE_KERNEL,
        String.valueOf(failure.cause().getMessage()));
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
      case Compiled compiled -> inForce = Adoption.of(compiled.state(), found, nft.slots());
    }
    return repair();
  }

  /** Compares the kernel with the state in force and mends every difference. */
  public Repair repair() throws IOException {
    Set<String> repaired = new LinkedHashSet<>();
    List<String> failures = List.of();
    int changes = 0;
    for (int round = 0; round < MAX_REPAIR_ROUNDS; round++) {
      Round result = repairRound();
      changes += result.changes;
      repaired.addAll(result.repaired);
      failures = result.failures;
      if (result.changes == 0 || !failures.isEmpty()) {
        break;
      }
    }
    kernelIsKnown = failures.isEmpty();
    return new Repair(List.copyOf(repaired), changes, failures);
  }

  private record Round(List<String> repaired, int changes, List<String> failures) {}

  private Round repairRound() throws IOException {
    KernelState found = kernel.dump();
    hopIds.learn(found);
    DesiredState before = inForce;
    inForce = recompiled(withGateways(found.interfaces(), inForce.config()));
    Plan plan = Plan.between(found.owned().values(), inForce.objects());
    List<String> repaired = new ArrayList<>(Drift.describe(plan, before));
    List<String> failures = new ArrayList<>();
    int changes = plan.size();
    if (inForce.isNothing()) {
      // The firewall stands in for some of the settings until they are as they were.
      changes += mendSettings(repaired);
    }
    if (firewallFound(inForce) == FirewallChange.REPLACE) {
      repaired.add(
          "nft table inet " + instance.nftTable() + ": " + (nft.exists() ? "changed" : "missing"));
      changes++;
      repairFirewall(failures);
    }
    mend(plan.foundations(), failures);
    if (!inForce.isNothing()) {
      changes += mendSettings(repaired);
    }
    claims.claim(inForce.lanDevices()).ifPresent(device -> failures.add(claimed(device)));
    provideKeys(inForce);
    changes +=
        resecure(() -> wireguard.bringUp(inForce.secureInterfaces(), kernel), repaired, failures);
    mend(plan.additionsOf(object -> Numbering.isUnderlay(instance, object)), failures);
    changes += resecure(() -> wireguard.meet(inForce.secureInterfaces()), repaired, failures);
    mend(plan.additionsOf(object -> !Numbering.isUnderlay(instance, object)), failures);
    mend(plan.removals(), failures);
    changes +=
        resecure(() -> wireguard.retire(inForce.secureInterfaces(), kernel), repaired, failures);
    hopIds.commit(plan.removals());
    return new Round(repaired, changes, failures);
  }

  /** Devices may have come, gone, or changed their addresses since. */
  private DesiredState recompiled(Interfaces interfaces) {
    return switch (Compiler.compile(
        inForce.config(), interfaces, Devices.OPTIONAL, hopIds, inForce, machine)) {
      case Compiled compiled -> compiled.state();
      case Invalid ignored -> inForce;
    };
  }

  private void repairFirewall(List<String> failures) {
    try {
      nft.replace(inForce.ruleset(), inForce.slots());
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  private static int resecure(Securing work, List<String> repaired, List<String> failures) {
    try {
      List<String> done = work.run();
      repaired.addAll(done);
      return done.size();
    } catch (IOException e) {
      failures.add(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private int mendSettings(List<String> repaired) throws IOException {
    if (inForce.isNothing()) {
      return sysctls.restore(others());
    }
    List<String> changed =
        new ArrayList<>(sysctls.ensure(inForce.lanDevices(), inForce.wanDevices()));
    changed.addAll(sysctls.ensureDevice());
    receiveOffload.ensure();
    changed.forEach(setting -> repaired.add("sysctl net/" + setting + ": changed"));
    return changed.size();
  }

  private void mend(List<Change> changes, List<String> failures) throws IOException {
    for (Failure failure : kernel.execute(changes, OnFailure.CONTINUE)) {
      if (!isGoneAlready(failure)) {
        failures.add(String.valueOf(failure.cause().getMessage()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    claims.close();
    kernel.close();
  }
}
