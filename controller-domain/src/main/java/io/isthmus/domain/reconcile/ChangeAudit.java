package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Portrait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** What the audit log is told of a change of the intent: each resource as it was and as it is. */
final class ChangeAudit {
  private final Actor actor;
  private final Operation operation;
  private final List<AuditEntry> entries = new ArrayList<>();

  private ChangeAudit(Actor actor, Operation operation) {
    this.actor = actor;
    this.operation = operation;
  }

  static List<AuditEntry> of(Actor actor, Operation operation, Network before, NetworkDiff diff) {
    ChangeAudit audit = new ChangeAudit(actor, operation);
    audit.addPart("sites/%s", before.sites(), diff.sites(), site -> site.name());
    audit.addPart("edges/%s", before.edges(), diff.edges(), edge -> edge.name());
    audit.addPart("overlays/%s", before.overlays(), diff.overlays(), overlay -> overlay.name());
    audit.addPart(
        "traffic-classes/%s",
        before.trafficClasses(), diff.trafficClasses(), trafficClass -> trafficClass.name());
    audit.addPart(
        "applications/%s",
        before.applications(), diff.applications(), application -> application.name());
    audit.addPart(
        "edges/%s/profile", before.profiles(), diff.profiles(), profile -> profile.edge());
    diff.begun().forEach(decision -> audit.addDecision("CREATE", decision));
    diff.ended().forEach(decision -> audit.addDecision("DELETE", decision));
    return audit.entries;
  }

  /** That a tenant came or went. */
  static List<AuditEntry> ofTenant(
      Actor actor, Instant time, String action, Name tenant, long revision) {
    return List.of(
        AuditEntry.done(time, Optional.of(tenant), actor, action, "tenants/" + tenant)
            .inRevision(revision));
  }

  private <T extends Record> void addPart(
      String subject,
      SortedMap<Name, Declared<T>> before,
      NetworkDiff.Part<T> part,
      Function<T, Name> name) {
    for (Declared<T> created : part.created()) {
      add("CREATE", subject.formatted(name.apply(created.value())), none(), some(created));
    }
    for (Declared<T> replaced : part.replaced()) {
      Name of = name.apply(replaced.value());
      add("REPLACE", subject.formatted(of), find(before, of), some(replaced));
    }
    for (Name removed : part.removed()) {
      add("DELETE", subject.formatted(removed), find(before, removed), none());
    }
  }

  private void addDecision(String action, SteeringDecision decision) {
    Optional<Map<String, Object>> portrait = Optional.of(Portrait.of(decision));
    boolean begins = action.equals("CREATE");
    add(
        action,
        "steering-decisions/" + decision.id(),
        begins ? none() : portrait,
        begins ? portrait : none());
  }

  private void add(
      String action,
      String subject,
      Optional<Map<String, Object>> was,
      Optional<Map<String, Object>> becomes) {
    entries.add(
        AuditEntry.done(
                operation.createdAt(), Optional.of(operation.tenant()), actor, action, subject)
            .changing(was, becomes)
            .inRevision(operation.revision()));
  }

  private static <T extends Record> Optional<Map<String, Object>> find(
      SortedMap<Name, Declared<T>> before, Name name) {
    return Optional.ofNullable(before.get(name)).flatMap(ChangeAudit::some);
  }

  private static <T extends Record> Optional<Map<String, Object>> some(Declared<T> declared) {
    return Optional.of(Portrait.of(declared.value()));
  }

  private static Optional<Map<String, Object>> none() {
    return Optional.empty();
  }
}
