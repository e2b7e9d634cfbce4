package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeKey;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The stored form of what a choice was made among. Paths are of the tenant of the choice. */
final class ChoiceJson {
  private ChoiceJson() {}

  static String members(Choice choice) {
    return Json.write(choice.members().stream().map(Member::of).toList());
  }

  static List<Choice.Member> readMembers(Name tenant, String json) {
    return Json.readList(json, Member.class).stream().map(member -> member.value(tenant)).toList();
  }

  static String inputs(Choice choice) {
    return Json.write(choice.inputs().stream().map(Input::of).toList());
  }

  static List<Choice.Input> readInputs(Name tenant, String json) {
    return Json.readList(json, Input.class).stream().map(input -> input.value(tenant)).toList();
  }

  /**
   * @param protection absent in what was stored before there was any but in clear
   */
  private record Path(
      String edge,
      String localWanLink,
      String remoteEdge,
      String remoteWanLink,
      @Nullable Protection protection) {
    static Path of(PathKey path) {
      return new Path(
          path.edge().edge().value(),
          path.localWanLink().value(),
          path.remoteEdge().value(),
          path.remoteWanLink().value(),
          path.protection());
    }

    PathKey key(Name tenant) {
      return new PathKey(
          new EdgeKey(tenant, Name.of(edge)),
          Name.of(localWanLink),
          Name.of(remoteEdge),
          Name.of(remoteWanLink),
          protection == null ? Protection.PLAIN : protection);
    }
  }

  private record Member(String overlay, Path path, int weight) {
    static Member of(Choice.Member member) {
      return new Member(member.overlay().value(), Path.of(member.path()), member.weight());
    }

    Choice.Member value(Name tenant) {
      return new Choice.Member(Name.of(overlay), path.key(tenant), weight);
    }
  }

  private record Input(
      String overlay,
      Path path,
      PathState state,
      boolean compliant,
      @Nullable Double rttMs,
      @Nullable Double oneWayDelayMs,
      @Nullable Double jitterMs,
      @Nullable Double lossPct,
      @Nullable Double freeBps,
      double cost,
      @Nullable Double score) {
    static Input of(Choice.Input input) {
      return new Input(
          input.overlay().value(),
          Path.of(input.path()),
          input.state(),
          input.compliant(),
          orNull(input.rttMs()),
          orNull(input.oneWayDelayMs()),
          orNull(input.jitterMs()),
          orNull(input.lossPct()),
          orNull(input.freeBps()),
          input.cost(),
          orNull(input.score()));
    }

    Choice.Input value(Name tenant) {
      return new Choice.Input(
          Name.of(overlay),
          path.key(tenant),
          state,
          compliant,
          orEmpty(rttMs),
          orEmpty(oneWayDelayMs),
          orEmpty(jitterMs),
          orEmpty(lossPct),
          orEmpty(freeBps),
          cost,
          orEmpty(score));
    }
  }

  private static @Nullable Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static OptionalDouble orEmpty(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
