package io.isthmus.southbound.session;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.EdgeNotice;
import io.isthmus.domain.reconcile.EdgeTerms;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.southbound.api.v1.CandidateInput;
import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.SlaChanged;
import io.isthmus.southbound.api.v1.SteeringMember;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * Reads what edges tell into the domain's values. Edges are not trusted: a notice of another edge's
 * paths, or with what cannot be, is senseless; it keeps its sequence, so that it is acknowledged.
 */
final class NoticeWords {
  static final int MOST_TUNNELS = 1_024;
  static final int HIGHEST_WEIGHT = 256;
  private static final EdgeNotice.What SENSELESS = new EdgeNotice.What.Senseless();
  private static final Duration LONGEST = Duration.ofHours(24);

  private final EdgeTerms terms;

  private NoticeWords(EdgeTerms terms) {
    this.terms = terms;
  }

  static EdgeNotice of(io.isthmus.southbound.api.v1.EdgeNotice message, EdgeTerms terms) {
    NoticeWords words = new NoticeWords(terms);
    EdgeNotice.What what =
        switch (message.getBodyCase()) {
          case PATH_CHANGED -> words.pathChanged(message.getPathChanged());
          case SLA_CHANGED -> words.slaChanged(message.getSlaChanged());
          case CHOSEN -> words.chosen(message.getChosen());
          case DROPPED -> new EdgeNotice.What.Dropped(Math.max(0, message.getDropped().getCount()));
          case BODY_NOT_SET -> SENSELESS;
        };
    return new EdgeNotice(
        message.getSequence(), MeasurementWords.instant(message.getAtMicros()), what);
  }

  private EdgeNotice.What pathChanged(PathChanged message) {
    return terms
        .path(message.getPathKey())
        .<EdgeNotice.What>map(path ->
            new EdgeNotice.What.PathChanged(
                path,
                MeasurementWords.state(message.getState()),
                EdgeWords.message(message.getReason()),
                micros(message.getDetectionMicros())))
        .orElse(SENSELESS);
  }

  private EdgeNotice.What slaChanged(SlaChanged message) {
    Optional<EdgeTerms.Tunnel> tunnel = terms.tunnel(message.getTunnelKey());
    Optional<Name> trafficClass = terms.trafficClass(message.getTrafficClass());
    Optional<Name> destination = terms.remoteEdge(message.getDestinationEdge());
    Optional<SlaMetric> metric = metric(message.getMetric());
    if (tunnel.isEmpty() || trafficClass.isEmpty() || destination.isEmpty() || metric.isEmpty()) {
      return SENSELESS;
    }
    return new EdgeNotice.What.SlaChanged(
        message.getViolated() ? EdgeNotice.Verdict.BROKEN : EdgeNotice.Verdict.KEPT,
        trafficClass.get(),
        destination.get(),
        tunnel.get(),
        metric.get(),
        orZero(message.getValue()),
        orZero(message.getThreshold()),
        message.getCarrying(),
        message.getHalfRtt());
  }

  private EdgeNotice.What chosen(Chosen message) {
    Optional<Name> trafficClass = terms.trafficClass(message.getTrafficClass());
    Optional<Name> destination = terms.remoteEdge(message.getDestinationEdge());
    Optional<ChoiceCause> cause = cause(message.getCause());
    List<Choice.Member> members =
        message.getMembersList().stream()
            .limit(MOST_TUNNELS)
            .flatMap(member -> member(member).stream())
            .toList();
    boolean whole = members.size() == message.getMembersCount();
    if (trafficClass.isEmpty() || destination.isEmpty() || cause.isEmpty() || !whole) {
      return SENSELESS;
    }
    return new EdgeNotice.What.Chosen(
        trafficClass.get(),
        destination.get(),
        members,
        cause.get(),
        EdgeWords.message(message.getReason()),
        message.getInputsList().stream()
            .limit(MOST_TUNNELS)
            .flatMap(input -> input(input).stream())
            .toList(),
        decision(message.getDecisionId()),
        Math.max(0, message.getRevision()),
        micros(message.getReactionMicros()));
  }

  private Optional<Choice.Member> member(SteeringMember member) {
    int weight = member.getWeight();
    return terms
        .tunnel(member.getTunnelKey())
        .filter(tunnel -> weight >= 1 && weight <= HIGHEST_WEIGHT)
        .map(tunnel -> new Choice.Member(tunnel.overlay(), tunnel.path(), weight));
  }

  private Optional<Choice.Input> input(CandidateInput input) {
    return terms
        .tunnel(input.getTunnelKey())
        .map(tunnel ->
            new Choice.Input(
                tunnel.overlay(),
                tunnel.path(),
                MeasurementWords.state(input.getState()),
                input.getCompliant(),
                number(input.getRttMs()),
                number(input.getOneWayDelayMs()),
                number(input.getJitterMs()),
                number(input.getLossPct()),
                number(input.getFreeBps()),
                orZero(input.getCost()),
                input.getScore() == 0 ? OptionalDouble.empty() : number(input.getScore())));
  }

  private static Optional<UUID> decision(String id) {
    try {
      return id.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Names of {@code SlaObjective}'s fields, and of what has none. */
  private static Optional<SlaMetric> metric(String name) {
    for (SlaMetric metric : SlaMetric.values()) {
      if (metric.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(metric);
      }
    }
    return Optional.empty();
  }

  private static Optional<ChoiceCause> cause(io.isthmus.southbound.api.v1.ChoiceCause cause) {
    return switch (cause) {
      case CHOICE_CAUSE_POLICY -> Optional.of(ChoiceCause.POLICY);
      case CHOICE_CAUSE_REQUESTED -> Optional.of(ChoiceCause.REQUESTED);
      case CHOICE_CAUSE_PATH_DOWN -> Optional.of(ChoiceCause.PATH_DOWN);
      case CHOICE_CAUSE_SLA_BROKEN -> Optional.of(ChoiceCause.SLA_BROKEN);
      case CHOICE_CAUSE_RETURNED -> Optional.of(ChoiceCause.RETURNED);
      case CHOICE_CAUSE_STRATEGY -> Optional.of(ChoiceCause.STRATEGY);
      case CHOICE_CAUSE_PREDICTED -> Optional.of(ChoiceCause.PREDICTED);
      case CHOICE_CAUSE_NONE_COMPLIANT -> Optional.of(ChoiceCause.NONE_COMPLIANT);
      case CHOICE_CAUSE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static OptionalDouble number(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static double orZero(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  private static Duration micros(long micros) {
    Duration said = Duration.of(Math.max(0, micros), ChronoUnit.MICROS);
    return said.compareTo(LONGEST) < 0 ? said : LONGEST;
  }
}
