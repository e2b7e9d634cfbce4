package io.isthmus.northbound.problem;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Violation;

/** Where resources are found below their tenant. */
public final class ResourcePath {
  private ResourcePath() {}

  /** Of the resource at which a rule is broken: {@code traffic-classes/voice}. */
  public static String of(Violation violation) {
    return "%s/%s".formatted(collection(violation.kind()), violation.resource());
  }

  private static String collection(Kind kind) {
    return switch (kind) {
      case SITE -> "sites";
      case EDGE -> "edges";
      case OVERLAY -> "overlays";
      case TRAFFIC_CLASS -> "traffic-classes";
      case APPLICATION -> "applications";
    };
  }
}
