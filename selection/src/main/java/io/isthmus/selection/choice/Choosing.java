package io.isthmus.selection.choice;

import static java.util.Comparator.comparingDouble;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What strategies and policies share. */
final class Choosing {

  private Choosing() {}

  static Set<String> ids(List<Member> members) {
    return members.stream().map(Member::id).collect(Collectors.toSet());
  }

  /** Best quality; among equals the better rank, then the order of the configuration. */
  static Standing best(List<Standing> standings) {
    return standings.stream()
        .min(comparingDouble(Standing::score).thenComparingInt(s -> s.candidate().rank()))
        .orElseThrow();
  }
}
