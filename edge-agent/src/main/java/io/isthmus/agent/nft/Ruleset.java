package io.isthmus.agent.nft;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The table's text. An established flow costs one look at its conntrack mark, however many
 * applications there are: the mark holds the class, its slot and, in the low 14 bits, the
 * generation of the classification rules under which it was found.
 *
 * <p>Which slot is a new flow's stands in maps that are filled beside: {@link NftTable#turn}.
 *
 * @param definition what stands between the braces of the table, without its comment
 * @param fingerprint of the definition; carried by the table as its comment
 * @param indexes numbers of devices that the definition speaks of
 */
public record Ruleset(String definition, String fingerprint, Map<String, Integer> indexes) {

  /** Nothing at all: the table does not exist. */
  public static final Ruleset NONE = new Ruleset("", "", Map.of());

  public static Ruleset of(Policy policy) {
    String definition = definition(policy);
    return new Ruleset(definition, digest(definition).substring(0, 32), policy.indexes());
  }

  /** In the order in which the kernel's hooks meet a packet. */
  private static String definition(Policy policy) {
    RulesetText text = new RulesetText();
    Devices devices = new Devices(policy, text);
    Counters counters = new Counters(policy, text);
    counters.declare();
    new AddressSets(policy, text).declare();
    new ArrivingChains(policy, devices, text).write();
    new ClassifyingChains(policy, devices, text).write();
    counters.countClass();
    new ForwardChains(policy, devices, text).write();
    new InputChains(policy, devices, text).write();
    new LeavingChains(policy, devices, text).write();
    return text.toString();
  }

  public boolean isEmpty() {
    return definition.isEmpty();
  }

  static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String classCounter(int trafficClass) {
    return "class_" + trafficClass;
  }

  /** Of edge numbers, to marks. */
  static String slotMap(int trafficClass) {
    return "slots_" + trafficClass;
  }
}
