package io.isthmus.cli;

import io.isthmus.cli.context.Connection;
import io.isthmus.cli.kind.Filter;
import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.show.Output;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isthmus get}: lists and shows. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Lists what there is of a kind, or shows those that are named.",
      "Kinds: sites, edges, wan-links, lan-segments, overlays, traffic-classes, applications,"
          + " tunnels, paths, measurements, decisions, violations, compliance, carriages, operations, events,"
          + " webhooks, tokens, enrollment-tokens, edge-requests, audit, tenants. The singular does"
          + " too.",
      "Of wan-links and lan-segments, the first name is their edge's; measurements are named by"
          + " their path."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  isthmus get edges",
      "  isthmus get overlays on-1 -o yaml",
      "  isthmus get wan-links edge-nice",
      "  isthmus get paths --edge edge-nice -w",
      "  isthmus get measurements edge-nice/mpls/cloud-paris/mpls --since 1h --step 60s",
      "  isthmus get decisions --class voice --cause SLA_BROKEN --limit 5",
      "  isthmus get edges -o json | jq -r '.items[].name'"
    })
final class GetCommand implements Callable<Integer> {
  private static final int USUAL_LIMIT = 30;
  private static final int ALL = Integer.MAX_VALUE;

  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private @Nullable Connection connection;
  @Mixin private @Nullable Output output;

  @ArgGroup(exclusive = false, heading = "%nNarrowing, where the kind has it:%n")
  private final Filters filters = new Filters();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      completionCandidates = KindNames.class,
      converter = KindNames.Converter.class,
      description = "What is listed.")
  private @Nullable Kind kind;

  @Parameters(index = "1..*", paramLabel = "NAME", description = "Only these, by name or id.")
  private List<String> names = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; of what grows for ever (decisions, events …) 30 are usual.")
  private @Nullable Integer limit;

  @Option(
      names = "--all-tenants",
      description = "tokens and audit: those of all tenants, for who may see them.")
  private boolean allTenants;

  @Option(
      names = {"-w", "--watch"},
      description = "Again and again, until interrupted.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Lifetime.Converter.class,
      description = "With -w, how often: 2s is usual.")
  private @Nullable Lifetime every;

  @Option(names = "--times", paramLabel = "N", description = "With -w, how many times.")
  private @Nullable Integer times;

  GetCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    Asked things = Asked.of(command, Objects.requireNonNull(kind), names);
    Kind asked = things.kind();
    Controller controller = Objects.requireNonNull(connection).controller();
    Listing listing =
        new Listing(
            controller,
            asked,
            requireKnown(command, asked),
            things.names(),
            limit != null ? limit : asked.has(Trait.HISTORY) ? USUAL_LIMIT : ALL,
            allTenants ? Listing.Whose.ALL_TENANTS : Listing.Whose.THE_TENANT);
    Screen screen =
        new Screen(command.commandLine(), invocation, Objects.requireNonNull(output).form());
    if (watch) {
      Duration pause = every == null ? Duration.ofSeconds(2) : every.duration();
      screen.repeat(listing, pause, times == null ? Integer.MAX_VALUE : times);
    } else {
      screen.show(listing);
    }
    return ExitCode.DONE.number();
  }

  private Map<Filter, String> requireKnown(CommandSpec command, Kind asked) {
    Map<Filter, String> given = filters.given();
    for (Filter filter : given.keySet()) {
      if (!asked.filters().containsKey(filter)) {
        List<String> possible = asked.filters().keySet().stream().map(Filter::option).toList();
        throw new ParameterException(
            command.commandLine(),
            "%s does not narrow %s: %s"
                .formatted(
                    filter.option(),
                    asked.name(),
                    possible.isEmpty()
                        ? "nothing does"
                        : "what does is " + String.join(", ", possible)));
      }
    }
    if (limit != null && limit < 1) {
      throw new ParameterException(command.commandLine(), "--limit is at least 1");
    }
    if (allTenants && !asked.has(Trait.ALSO_OF_ALL_TENANTS)) {
      throw new ParameterException(
          command.commandLine(), "%s are a tenant's: give --tenant".formatted(asked.name()));
    }
    if (asked.has(Trait.SERIES)
        && names.isEmpty()
        && !given.containsKey(Filter.OVERLAY)
        && !given.containsKey(Filter.CLASS)) {
      throw new ParameterException(
          command.commandLine(),
          "%s of what? Name a path (isthmus get paths -o name), or give --overlay or --class"
              .formatted(asked.name()));
    }
    return given;
  }

  /** What lists can be narrowed by. */
  static final class Filters {
    private final Map<Filter, String> given = new EnumMap<>(Filter.class);

    Map<Filter, String> given() {
      return Map.copyOf(given);
    }

    @Option(names = "--site", paramLabel = "SITE", description = "edges: of this site.")
    void site(String value) {
      given.put(Filter.SITE, value);
    }

    @Option(
        names = "--edge",
        paramLabel = "EDGE",
        description = "overlays, tunnels, paths: of this edge.")
    void edge(String value) {
      given.put(Filter.EDGE, value);
    }

    @Option(
        names = "--overlay",
        paramLabel = "OVERLAY",
        description = "tunnels, measurements: of this overlay.")
    void overlay(String value) {
      given.put(Filter.OVERLAY, value);
    }

    @Option(
        names = "--class",
        paramLabel = "CLASS",
        description =
            "applications, measurements, decisions, violations, compliance, carriages: of this class.")
    void trafficClass(String value) {
      given.put(Filter.CLASS, value);
    }

    @Option(
        names = "--from",
        paramLabel = "EDGE",
        description = "measurements, decisions, carriages: where packets enter.")
    void from(String value) {
      given.put(Filter.FROM, value);
    }

    @Option(
        names = "--to",
        paramLabel = "EDGE",
        description = "measurements, decisions, carriages: where packets leave.")
    void to(String value) {
      given.put(Filter.TO, value);
    }

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "paths: UP, DOWN …; edge-requests: PENDING …")
    void state(String value) {
      given.put(Filter.STATE, value.toUpperCase(java.util.Locale.ROOT));
    }

    @Option(
        names = "--cause",
        paramLabel = "CAUSE",
        description = "decisions: SLA_BROKEN, PATH_DOWN, REQUESTED …")
    void cause(String value) {
      given.put(Filter.CAUSE, value.toUpperCase(java.util.Locale.ROOT));
    }

    @Option(names = "--active", description = "decisions: in force now.")
    void active(boolean value) {
      put(Filter.ACTIVE, value, "true");
    }

    @Option(names = "--open", description = "violations: not over yet.")
    void open(boolean value) {
      put(Filter.OPEN, value, "true");
    }

    @Option(names = "--pending", description = "edge-requests: that wait to be decided.")
    void pending(boolean value) {
      put(Filter.PENDING, value, "PENDING");
    }

    @Option(names = "--at", paramLabel = "TIME", description = "decisions: in force then (UTC).")
    void at(String value) {
      given.put(Filter.AT, value);
    }

    @Option(
        names = "--since",
        paramLabel = "TIME",
        converter = Lifetime.Converter.class,
        description = "measurements: how far back, such as 1h; 5m is usual.")
    void since(Lifetime value) {
      given.put(Filter.SINCE, Instant.now().minus(value.duration()).toString());
    }

    @Option(
        names = "--step",
        paramLabel = "TIME",
        converter = Lifetime.Converter.class,
        description = "measurements: one for each so long, such as 60s.")
    void step(Lifetime value) {
      given.put(Filter.STEP, Long.toString(value.seconds()));
    }

    @Option(names = "--after", paramLabel = "ID", description = "events: after this one.")
    void after(String value) {
      given.put(Filter.AFTER, value);
    }

    private void put(Filter filter, boolean isGiven, String value) {
      if (isGiven) {
        given.put(filter, value);
      }
    }
  }
}
