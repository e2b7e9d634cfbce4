package io.isthmus.db;

import static java.util.Comparator.comparingInt;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "traffic_class")
class TrafficClassRow extends ResourceRow {
  private int number;

  @Enumerated(EnumType.STRING)
  private TrafficClass.Role role;

  @Enumerated(EnumType.STRING)
  private SteeringPolicy.Strategy strategy;

  @Enumerated(EnumType.STRING)
  private SteeringPolicy.Mode mode;

  @Enumerated(EnumType.STRING)
  private SteeringPolicy.WhenNoPath whenNoPath;

  @Enumerated(EnumType.STRING)
  private SteeringPolicy.WhenNoneCompliant whenNoneCompliant;

  @Enumerated(EnumType.STRING)
  private SteeringPolicy.ExistingFlows existingFlows;

  private int holdDownMs;

  @Enumerated(EnumType.STRING)
  private SteeringPolicy.@Nullable Strategy shadow;

  private boolean hasSla;

  @Embedded private @Nullable SlaRow sla;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SUBSELECT)
  @CollectionTable(
      name = "traffic_class_overlay",
      joinColumns = {
        @JoinColumn(name = "tenant", referencedColumnName = "tenant"),
        @JoinColumn(name = "traffic_class", referencedColumnName = "name")
      })
  private List<SteeringRow> steering;

  @SuppressWarnings("NullAway.Init")
  protected TrafficClassRow() {}

  private TrafficClassRow(ResourceKey key, Declared<TrafficClass> declared) {
    super(key, declared.revision());
    TrafficClass trafficClass = declared.value();
    this.number = declared.number();
    this.role = trafficClass.role();
    SteeringPolicy policy = trafficClass.steering();
    this.strategy = policy.strategy();
    this.mode = policy.mode();
    this.whenNoPath = policy.whenNoPath();
    this.whenNoneCompliant = policy.whenNoneCompliant();
    this.existingFlows = policy.existingFlows();
    this.holdDownMs = (int) policy.holdDown().toMillis();
    this.shadow = policy.shadow().orElse(null);
    this.hasSla = trafficClass.sla().isPresent();
    this.sla = SlaRow.of(trafficClass.sla());
    List<WeightedOverlay> overlays = policy.overlays();
    this.steering =
        IntStream.range(0, overlays.size())
            .mapToObj(position -> SteeringRow.of(position, overlays.get(position)))
            .toList();
  }

  static TrafficClassRow of(Name tenant, Declared<TrafficClass> declared) {
    return new TrafficClassRow(ResourceKey.of(tenant, declared.value().name()), declared);
  }

  Declared<TrafficClass> declared() {
    Optional<SlaObjective> objective =
        hasSla ? Optional.of(SlaRow.objective(sla)) : Optional.empty();
    return new Declared<>(new TrafficClass(name(), role, policy(), objective), number, revision());
  }

  private SteeringPolicy policy() {
    List<WeightedOverlay> overlays =
        steering.stream()
            .sorted(comparingInt(SteeringRow::position))
            .map(SteeringRow::entry)
            .toList();
    return new SteeringPolicy(
        strategy,
        mode,
        overlays,
        whenNoPath,
        whenNoneCompliant,
        existingFlows,
        Duration.ofMillis(holdDownMs),
        Optional.ofNullable(shadow));
  }
}
