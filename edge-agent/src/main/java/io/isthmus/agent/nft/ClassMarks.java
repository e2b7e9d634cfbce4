package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.hex;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the bits of a mark mean: the class, its slot, and in a connection's mark the generation of
 * the rules under which the class was found. Pure.
 */
final class ClassMarks {

  /** Of a connection's mark. */
  static final int GENERATION_MASK = 0x3fff;

  /** Of a mark. */
  static final int CLASS_BITS = 0x7fff_0000;

  private final Policy policy;

  ClassMarks(Policy policy) {
    this.policy = policy;
  }

  /** The mark of the instance's packets that have no class. */
  static String ofNoClass(Policy policy) {
    return hex(policy.instance().mark());
  }

  /** Never zero: a mark of zero is a flow that was never looked at. */
  static int generation(List<String> rules) {
    String digest = Ruleset.digest(String.join("\n", rules));
    int hash = Integer.parseInt(digest, 0, 4, 16) & GENERATION_MASK;
    return hash == 0 ? 1 : hash;
  }

  /** Every mark that a packet may have. */
  List<Integer> all() {
    List<Integer> marks = new ArrayList<>(of(0));
    policy.classes().forEach(c -> marks.addAll(of(c)));
    return marks;
  }

  /** One for each slot. */
  List<Integer> of(int trafficClass) {
    int slotBit = GENERATION_MASK + 1;
    int slots =
        policy.stickyClasses().contains(trafficClass)
            ? (policy.markMask() & ~CLASS_BITS) / slotBit + 1
            : 1;
    return IntStream.range(0, slots)
        .mapToObj(slot -> trafficClass << policy.markShift() | slot * slotBit)
        .toList();
  }
}
