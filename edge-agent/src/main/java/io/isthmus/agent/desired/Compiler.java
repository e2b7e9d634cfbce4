package io.isthmus.agent.desired;

import io.isthmus.agent.desired.DesiredState.Firewall;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Settings;
import io.isthmus.agent.netlink.Interfaces;
import io.isthmus.agent.nft.Ruleset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compiles a set of resources into the state that the kernel should have (the objects are described
 * in the module's README). Pure but for the numbers that {@link HopIds} gives out.
 *
 * <p>A device that is down or gone has no routes, and wanting them would be in vain: what needs the
 * device is left out until it is back. Only a new configuration is refused for it.
 */
public final class Compiler {

  private final Catalog catalog;
  private final Settings settings;
  private final LocalNetwork local;
  private final HopIds hopIds;
  private final DesiredState previous;
  private final Machine machine;

  private Compiler(
      Catalog catalog,
      Settings settings,
      LocalNetwork local,
      HopIds hopIds,
      DesiredState previous,
      Machine machine) {
    this.catalog = catalog;
    this.settings = settings;
    this.local = local;
    this.hopIds = hopIds;
    this.previous = previous;
    this.machine = machine;
  }

  /** A state, or every reason why there is none. */
  public sealed interface Result {}

  public record Compiled(DesiredState state) implements Result {}

  public record Invalid(List<Problem> problems) implements Result {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /** How to take devices that are missing. */
  public enum Devices {
    /** They are errors: for a configuration that is new. */
    REQUIRED,
    /** What needs them is left out: for a configuration in force. */
    OPTIONAL
  }

  public static Result compile(
      ConfigSet config,
      Interfaces interfaces,
      Devices devices,
      HopIds hopIds,
      DesiredState previous,
      Machine machine) {
    Catalog catalog = new Catalog(config);
    List<Problem> problems =
        Validation.problems(catalog, interfaces, machine.encryption(), config.isEmpty()).stream()
            .filter(p -> devices == Devices.REQUIRED || !p.isAboutMachine())
            .toList();
    if (!problems.isEmpty()) {
      return new Invalid(problems);
    }
    Optional<Settings> settings = catalog.settings;
    if (settings.isEmpty()) {
      return new Compiled(DesiredState.NOTHING);
    }
    LocalNetwork local = new LocalNetwork(catalog, interfaces);
    return new Compiled(
        new Compiler(catalog, settings.get(), local, hopIds, previous, machine).state(config));
  }

  /** Whether a link's gateway has to be found out. */
  public static boolean asksForGateways(ConfigSet config) {
    return new Catalog(config)
        .wanLinks.values().stream()
            .anyMatch(link -> link.value().isRoaming() && link.value().gateway() == null);
  }

  /** Whether there are paths to encrypt. */
  public static boolean asksForEncryption(ConfigSet config) {
    return new Catalog(config)
        .paths.values().stream().anyMatch(path -> path.value().protection() instanceof Encrypted);
  }

  private DesiredState state(ConfigSet config) {
    Choices choices = previous.choices().in(catalog);
    Blocks blocks = new Blocks(previous);
    TunnelBlocks tunnels =
        new TunnelBlocks(catalog, settings, hopIds, previous, machine.instance(), blocks);
    SteeringBlocks steerings = new SteeringBlocks(catalog, local, hopIds, tunnels, machine, blocks);
    tunnels.addDevice();
    new LinkBlocks(catalog, local, machine, blocks).add();
    tunnels.addTunnels();
    steerings.add(choices);
    new RuleBlock(catalog, local, machine.instance()).addTo(blocks, settings.transit());
    return new DesiredState(
        config,
        choices,
        steerings.slotKeys(),
        blocks.all(),
        firewall(),
        lanDevices(),
        Probing.plan(catalog, machine.encryption().names()),
        Insides.interfaces(catalog, machine.encryption().names(), local::wanSources),
        Insides.needs(catalog));
  }

  private Firewall firewall() {
    FirewallInputs inputs = FirewallInputs.of(catalog, settings, local, machine);
    return previous.firewall().inputs().equals(inputs)
        ? previous.firewall()
        : new Firewall(inputs, Ruleset.of(inputs.policy()));
  }

  private Set<String> lanDevices() {
    return catalog.lanSegments.stream().map(s -> s.value().device()).collect(Collectors.toSet());
  }
}
