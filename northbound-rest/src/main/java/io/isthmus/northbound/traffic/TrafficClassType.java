package io.isthmus.northbound.traffic;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.MergePatch;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.resource.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Traffic classes in documents. */
public final class TrafficClassType implements ResourceType<TrafficClass, TrafficClassView> {
  public static final TrafficClassType INSTANCE = new TrafficClassType();

  private TrafficClassType() {}

  @Override
  public Kind kind() {
    return Kind.TRAFFIC_CLASS;
  }

  @Override
  public String field() {
    return "trafficClasses";
  }

  @Override
  public SortedMap<Name, Declared<TrafficClass>> in(Network network) {
    return network.trafficClasses();
  }

  @Override
  public NetworkDiff.Part<TrafficClass> in(NetworkDiff diff) {
    return diff.trafficClasses();
  }

  @Override
  public Name name(TrafficClass trafficClass) {
    return trafficClass.name();
  }

  @Override
  public Optional<TrafficClass> read(Fields fields, Name name) {
    Optional<TrafficClass.Role> role =
        fields.optional("role", Readings.oneOf(TrafficClass.Role.class));
    Optional<SteeringPolicy> steering = fields.required("steering", SteeringReading::read);
    Optional<SlaObjective> sla = fields.optional("sla", SlaReading::read);
    return fields.build(
        Map.of("RESERVED_NAME", "name"),
        () ->
            new TrafficClass(
                name, role.orElse(TrafficClass.Role.NORMAL), steering.orElseThrow(), sla));
  }

  /** What a preset says comes in place of the thresholds that are, not behind them. */
  @Override
  public JsonNode merged(JsonNode present, JsonNode patch) {
    boolean preset = patch.path("sla").hasNonNull("preset");
    if (preset && present instanceof ObjectNode whole) {
      ObjectNode without = whole.deepCopy();
      without.remove("sla");
      return MergePatch.apply(without, patch);
    }
    return MergePatch.apply(present, patch);
  }

  @Override
  public TrafficClassView view(Declared<TrafficClass> declared) {
    TrafficClass trafficClass = declared.value();
    return new TrafficClassView(
        trafficClass.name().value(),
        trafficClass.role(),
        SteeringReading.view(trafficClass.steering()),
        trafficClass.sla().map(SlaReading::view).orElse(null),
        declared.revision());
  }

  @Override
  public Change put(TrafficClass trafficClass) {
    return new Change.PutTrafficClass(trafficClass);
  }
}
