package io.isthmus.domain.traffic;

import io.isthmus.domain.net.Name;
import java.util.Optional;

/**
 * Flows with one requirement (MEF Policy on an Application Flow Group).
 *
 * @param role whether flows that no application matches belong to this class
 */
public record TrafficClass(
    Name name, Role role, SteeringPolicy steering, Optional<SlaObjective> sla) {
  /** At most one class of a tenant is the default. */
  public enum Role {
    NORMAL,
    DEFAULT
  }

  public boolean isDefault() {
    return role == Role.DEFAULT;
  }
}
