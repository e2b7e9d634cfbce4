package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
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

  /**
   * What carries flows that no application matches where no class is the default; no class's name.
   */
  public static final Name UNCLASSIFIED = Name.of("unclassified");

  public TrafficClass {
    if (name.equals(UNCLASSIFIED)) {
      throw new InvalidValue(
          "RESERVED_NAME",
          "class name %s is reserved: declare a class of another name with role DEFAULT to say how unclassified traffic travels"
              .formatted(name));
    }
  }

  public boolean isDefault() {
    return role == Role.DEFAULT;
  }
}
