package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.ClassMarks.GENERATION_MASK;
import static io.isthmus.agent.nft.RulesetText.hex;
import static io.isthmus.agent.nft.RulesetText.joined;

import io.isthmus.agent.nft.Policy.Rule;
import io.isthmus.agent.nft.Policy.Transit;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a flow's class: by its connection's mark where that is of this generation of the rules, and
 * else by the rules, once. Where all packets are of one class, there is nothing to tell apart, and
 * no connection needs to be known.
 */
final class ClassifyingChains {

  /** Stands for the generation in rules, of which it is the digest. */
  private static final String GENERATION = "GENERATION";

  private final Policy policy;
  private final Devices devices;
  private final RulesetText text;
  private final List<Integer> marks;
  private final List<String> rules = new ArrayList<>();
  private final int generation;

  ClassifyingChains(Policy policy, Devices devices, RulesetText text) {
    this.policy = policy;
    this.devices = devices;
    this.text = text;
    marks = new ClassMarks(policy).all();
    policy.rules().forEach(rule -> rules.addAll(lines(rule)));
    generation = ClassMarks.generation(rules);
  }

  void write() {
    if (!classifies()) {
      return;
    }
    StickyChains sticky = new StickyChains(policy, generation, devices, text);
    sticky.declareSlots();
    classify();
    fromLan();
    fromOverlay();
    marks.stream().filter(mark -> mark != 0).forEach(this::setMark);
    assignClass();
    sticky.write();
  }

  private boolean classifies() {
    return !policy.rules().isEmpty()
        || !policy.classes().isEmpty()
        || !policy.stickyClasses().isEmpty();
  }

  private void classify() {
    text.hook("classify", "prerouting", "mangle");
    devices.byDevice(
        "iif",
        List.of(
            devices.lans("goto classify_lan"),
            devices.overlay("goto classify_overlay"),
            devices.wans("accept")));
    text.end();
  }

  private void fromLan() {
    text.chain("classify_lan");
    text.rule(knownMarks(Transit.ALLOWED));
    text.rule(assignWhereNew());
    text.rule(restore());
    text.end();
  }

  private void fromOverlay() {
    text.chain("classify_overlay");
    text.rule(knownMarks(policy.transit()));
    text.rule(assignWhereNew());
    if (policy.transit() == Transit.ALLOWED) {
      text.rule(restore());
    }
    text.end();
  }

  /** An established flow is found by its mark as a whole, in one step. */
  private String knownMarks(Transit restored) {
    return "ct mark vmap { "
        + joined(
            marks,
            mark ->
                hex(mark | generation)
                    + " : "
                    + (mark == 0 || restored == Transit.FORBIDDEN
                        ? "accept"
                        : "goto " + markChain(mark)))
        + " }";
  }

  private static String markChain(int mark) {
    return String.format("mark_%08x", mark);
  }

  private String assignWhereNew() {
    return "ct direction original ct mark and "
        + hex(GENERATION_MASK)
        + " != "
        + hex(generation)
        + " jump assign_class";
  }

  private String restore() {
    String own = policy.instance().isFirst() ? "" : " or " + ClassMarks.ofNoClass(policy);
    return "meta mark set ct mark and " + hex(policy.markMask()) + own;
  }

  private void setMark(int mark) {
    text.chain(markChain(mark));
    text.rule("meta mark set " + hex(mark | policy.instance().mark()) + " accept");
    text.end();
  }

  private void assignClass() {
    text.chain("assign_class");
    rules.forEach(rule -> text.rule(ofGeneration(rule)));
    text.rule(ofGeneration(verdict(0)));
    text.end();
  }

  private String ofGeneration(String rule) {
    return rule.replace(GENERATION, String.format("%04x", generation));
  }

  private List<String> lines(Rule rule) {
    String verdict = verdict(rule.trafficClass());
    return MatchText.of(rule.match()).stream().map(match -> match + verdict).toList();
  }

  private String verdict(int trafficClass) {
    return policy.stickyClasses().contains(trafficClass)
        ? "goto " + StickyChains.name(trafficClass)
        : "ct mark set " + String.format("0x%04x%s", trafficClass, GENERATION) + " return";
  }
}
