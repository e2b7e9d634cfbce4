package io.isthmus.agent.nft;

import io.isthmus.agent.net.Family;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A rule set's text as it grows, and how nft writes what stands in its lines. Whoever opens a
 * chain, a set or a map ends it before the next is opened; confined to one thread.
 */
final class RulesetText {

  private final StringBuilder text = new StringBuilder(4096);

  /** A chain that the kernel enters by itself. */
  void hook(String name, String hook, String priority) {
    chain(name);
    rule("type filter hook " + hook + " priority " + priority + "; policy accept;");
  }

  /** A chain that others lead to. */
  void chain(String name) {
    open("chain " + name);
  }

  void open(String object) {
    text.append("  ").append(object).append(" {\n");
  }

  void rule(String rule) {
    text.append("    ").append(rule).append('\n');
  }

  void end() {
    text.append("  }\n");
  }

  /** An object that stands in one line. */
  void object(String object) {
    text.append("  ").append(object).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  static String name(Family family) {
    return family == Family.IPV4 ? "ipv4" : "ipv6";
  }

  static String ip(Family family) {
    return family == Family.IPV4 ? "ip" : "ip6";
  }

  static String type(Family family) {
    return name(family) + "_addr";
  }

  static String quoted(String device) {
    return '"' + device + '"';
  }

  static String hex(int value) {
    return String.format("0x%08x", value);
  }

  /** A set costs more to search than one item to compare. */
  static <T> String anyOf(List<T> items, Function<? super T, String> text) {
    return items.size() == 1 ? text.apply(items.getFirst()) : "{ " + joined(items, text) + " }";
  }

  static <T> String joined(Collection<T> items, Function<? super T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }
}
