package io.isthmus.agent.nft;

import static io.isthmus.agent.nft.RulesetText.anyOf;
import static io.isthmus.agent.nft.RulesetText.quoted;

import io.isthmus.agent.nft.Policy.Wan;
import java.util.ArrayList;
import java.util.List;

/**
 * The edge's devices by kind, and the rules that send packets on by the device which they came by
 * or leave by. A kind that the edge has no device of gets no rule.
 */
final class Devices {

  /** Of devices, in one chain. */
  private static final int MOST_COMPARED = 4;

  private final Policy policy;
  private final RulesetText text;
  private final List<String> wans;

  Devices(Policy policy, RulesetText text) {
    this.policy = policy;
    this.text = text;
    wans = policy.wans().stream().map(Wan::device).distinct().toList();
  }

  /** Devices of one kind, and what becomes of their packets. */
  record Branch(List<String> devices, String verdict) {}

  Branch lans(String verdict) {
    return new Branch(policy.lanDevices(), verdict);
  }

  Branch overlay(String verdict) {
    return new Branch(List.of(policy.instance().device()), verdict);
  }

  Branch wans(String verdict) {
    return new Branch(wans, verdict);
  }

  /** What came by a device of the kind, told by its name. */
  void from(Branch branch) {
    if (!branch.devices().isEmpty()) {
      text.rule("iifname " + anyOf(branch.devices(), RulesetText::quoted) + " " + branch.verdict());
    }
  }

  /**
   * Devices go by number first, which costs a packet little, and by name where a device has come
   * anew since the numbers were looked up: there is no moment without the right rules.
   */
  void byDevice(String direction, List<Branch> branches) {
    byIndex(direction, branches);
    List<String> names = new ArrayList<>();
    for (Branch branch : branches) {
      branch.devices().forEach(device -> names.add(quoted(device) + " : " + branch.verdict()));
    }
    if (!names.isEmpty()) {
      text.rule(direction + "name vmap { " + String.join(", ", names) + " }");
    }
  }

  /** A few numbers are compared faster than looked up. */
  void byIndex(String direction, List<Branch> branches) {
    List<String> rules = new ArrayList<>();
    List<String> elements = new ArrayList<>();
    for (Branch branch : branches) {
      for (String device : branch.devices()) {
        Integer index = policy.indexes().get(device);
        if (index != null) {
          rules.add("meta " + direction + " " + index + " " + branch.verdict());
          elements.add(index + " : " + branch.verdict());
        }
      }
    }
    if (rules.size() <= MOST_COMPARED) {
      rules.forEach(text::rule);
    } else {
      text.rule("meta " + direction + " vmap { " + String.join(", ", elements) + " }");
    }
  }
}
