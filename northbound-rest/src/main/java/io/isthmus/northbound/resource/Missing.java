package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import io.isthmus.northbound.problem.ProblemException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;

/** Says that what a URL names does not exist, and what its tenant has of nearly the same name. */
public final class Missing {
  private Missing() {}

  public static ProblemException resource(Network network, Kind kind, Name name) {
    return of(kind.words(), name, network.resources(kind).keySet());
  }

  /**
   * @param what the kind of thing
   * @param known the names of all there are of it, of the same tenant
   */
  public static ProblemException of(String what, Name name, Collection<Name> known) {
    return notFound("%s %s".formatted(what, name), Nearest.question(name.value(), known));
  }

  /**
   * @param what the kind of thing and its id
   */
  public static ProblemException of(String what) {
    return notFound(what, "");
  }

  /** A query parameter that names what does not exist: it would pass for an empty list. */
  public static ProblemException parameter(
      String parameter, Network network, Kind kind, Name name) {
    return ProblemException.ofParameter(
        parameter,
        "UNKNOWN_REFERENCE",
        "%s %s does not exist in tenant %s: %scheck the name"
            .formatted(
                kind.words(),
                name,
                network.tenant(),
                Nearest.question(name.value(), network.resources(kind).keySet())));
  }

  /**
   * A history outlives what it is of, so that also what is declared no more can be asked for. What
   * never was is a typing error, and would pass for an empty list.
   */
  public static void requireKnown(
      String parameter,
      Network network,
      Kind kind,
      Optional<Name> name,
      Predicate<Name> remembered) {
    name.filter(wanted -> !network.resources(kind).containsKey(wanted) && !remembered.test(wanted))
        .ifPresent(wanted -> {
          throw parameter(parameter, network, kind, wanted);
        });
  }

  private static ProblemException notFound(String what, String question) {
    return ProblemException.of(
        HttpStatus.NOT_FOUND,
        "NOT_FOUND",
        "%s does not exist: %scheck the name, or create it first".formatted(what, question));
  }
}
