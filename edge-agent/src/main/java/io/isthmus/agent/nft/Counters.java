package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.hex;

import java.util.ArrayList;
import java.util.List;

/** What is counted: packets of each class as they enter an overlay, and what is refused and why. */
final class Counters {

  private final Policy policy;
  private final RulesetText text;
  private final ClassMarks marks;

  Counters(Policy policy, RulesetText text) {
    this.policy = policy;
    this.text = text;
    marks = new ClassMarks(policy);
  }

  void declare() {
    declare("class_none");
    policy.classes().forEach(c -> declare(Ruleset.classCounter(c)));
    declare("refused_in_clear");
    declare("refused_outer");
    declare("refused_inside");
    declare("refused_transit");
    declare("refused_foreign");
    declare("refused_source");
  }

  private void declare(String counter) {
    text.object("counter " + counter + " { }");
  }

  /**
   * The route is found when packets are counted: without its mark, what is encapsulated finds the
   * outer route in the tunnel's cache (Linux, {@code ip_tunnel_dst_cache_usable}).
   */
  void countClass() {
    List<String> counters = new ArrayList<>(countersOf(0, "class_none"));
    policy.classes().forEach(c -> counters.addAll(countersOf(c, Ruleset.classCounter(c))));
    text.chain("count_class");
    text.rule(
        counters.size() == 1
            ? "counter name class_none "
                + (policy.instance().isFirst() ? "" : "meta mark set 0 ")
                + "accept"
            : "counter name meta mark map { "
                + String.join(", ", counters)
                + " } meta mark set 0 accept");
    text.end();
  }

  private List<String> countersOf(int trafficClass, String counter) {
    return marks.of(trafficClass).stream()
        .map(m -> hex(m | policy.instance().mark()) + " : \"" + counter + "\"")
        .toList();
  }
}
