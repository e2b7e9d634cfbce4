package io.isthmus.northbound.change;

import io.isthmus.domain.intent.IntentRejected;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.Name;
import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.problem.ResourcePath;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;

/**
 * Where in the request each resource stands, so that a broken rule can be shown to the client in
 * its own document. For one thread.
 */
public final class Placement {
  private static final int MOST_REPORTED = 100;
  private static final Set<Violation.Code> CONFLICTS =
      EnumSet.of(
          Violation.Code.IN_USE,
          Violation.Code.PREFIX_OVERLAP,
          Violation.Code.ADDRESS_TAKEN,
          Violation.Code.VNI_TAKEN,
          Violation.Code.DEFAULT_CLASS_TAKEN);

  private final Map<Key, Place> places = new LinkedHashMap<>();
  private Optional<Network> before = Optional.empty();

  /**
   * @param locate turns a pointer within the resource into one within the document
   */
  public void put(Kind kind, Name name, UnaryOperator<String> locate) {
    put(kind, name, locate, (network, violation) -> Optional.empty());
  }

  /**
   * @param rival finds, within the resource, what breaks a rule at another resource of the network
   */
  public void put(
      Kind kind,
      Name name,
      UnaryOperator<String> locate,
      BiFunction<Network, Violation, Optional<String>> rival) {
    places.put(new Key(kind, name), new Place(locate, rival));
  }

  /** The network that the request is to change. */
  void sees(Network network) {
    before = Optional.of(network);
  }

  ProblemException problem(IntentRejected rejected) {
    List<FieldError> errors =
        rejected.violations().stream().limit(MOST_REPORTED).map(this::error).toList();
    return ProblemException.of(status(rejected.violations()), errors);
  }

  private FieldError error(Violation violation) {
    String code = violation.code().name();
    Place own = places.get(new Key(violation.kind(), violation.resource()));
    if (own != null) {
      return FieldError.at(own.locate().apply(violation.field()), code, violation.message());
    }
    return new FieldError(
        rival(violation).orElse(null), null, ResourcePath.of(violation), code, violation.message());
  }

  private Optional<String> rival(Violation violation) {
    return places.values().stream()
        .flatMap(place ->
            before
                .flatMap(network -> place.rival().apply(network, violation))
                .map(place.locate())
                .stream())
        .findFirst();
  }

  private static HttpStatus status(List<Violation> violations) {
    if (violations.stream().allMatch(v -> v.code() == Violation.Code.NOT_FOUND)) {
      return HttpStatus.NOT_FOUND;
    }
    return violations.stream().allMatch(violation -> CONFLICTS.contains(violation.code()))
        ? HttpStatus.CONFLICT
        : HttpStatus.UNPROCESSABLE_CONTENT;
  }

  private record Key(Kind kind, Name name) {}

  private record Place(
      UnaryOperator<String> locate, BiFunction<Network, Violation, Optional<String>> rival) {}
}
