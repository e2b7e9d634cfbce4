package io.isthmus.selection.choice;

import java.util.List;

/**
 * What is to carry a class from now on, and why.
 *
 * @param members empty: dropped
 * @param reason in words, with numbers
 * @param inputs every candidate, in the order of the configuration
 * @param decision id of the requested decision that is followed, empty where there is none
 */
public record Choice(
    List<Member> members, Cause cause, String reason, List<Judged> inputs, String decision) {
  public Choice {
    members = List.copyOf(members);
    inputs = List.copyOf(inputs);
  }
}
