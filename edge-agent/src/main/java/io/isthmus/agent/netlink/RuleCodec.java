package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.KernelObject.Rule;

/** {@code RTM_*RULE}, both families. */
final class RuleCodec {

  private static final int BODY = 12;
  private static final int FRA_SRC = 2;
  private static final int FRA_IIFNAME = 3;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FRA_PROTOCOL = 21;
  private static final int TO_TABLE = 1;
  private static final int UNREACHABLE = 7;

  private RuleCodec() {}

  static void writeDump(MessageWriter writer, int sequence, Family family) {
    writer.begin(Rtnetlink.GET_RULE, Rtnetlink.DUMP, sequence);
    writer.u8(family.number()).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u32(0).end();
  }

  static void write(MessageWriter writer, int sequence, Change.Verb verb, Rule rule) {
    IpAddress from = rule.from();
    writer.begin(Rtnetlink.type(verb, Rtnetlink.NEW_RULE), Rtnetlink.flags(verb), sequence);
    writer.u8(rule.family().number()).u8(0).u8(from == null ? 0 : from.family().bits()).u8(0);
    writer.u8(0).u8(0).u8(0).u8(rule.table() == Rule.UNREACHABLE ? UNREACHABLE : TO_TABLE).u32(0);
    writer
        .attributeU32(FRA_PRIORITY, rule.priority())
        .attributeU8(FRA_PROTOCOL, writer.instance().protocol());
    if (from != null) {
      writer.attribute(FRA_SRC, from.bytes());
    }
    if (rule.inputDevice() != null) {
      writer.attributeString(FRA_IIFNAME, rule.inputDevice());
    }
    if (rule.mask() != 0) {
      writer.attributeU32(FRA_FWMARK, rule.mark()).attributeU32(FRA_FWMASK, rule.mask());
    }
    if (rule.table() != Rule.UNREACHABLE) {
      writer.attributeU32(FRA_TABLE, rule.table());
    }
    writer.end();
  }

  static boolean isOurs(Message message, Attributes attributes, int protocol) {
    attributes.parse(message.buffer(), message.body() + BODY, message.end());
    return attributes.has(FRA_PROTOCOL) && attributes.u8(FRA_PROTOCOL) == protocol;
  }

  /** After {@link #isOurs} with the same attributes. */
  static Rule read(Message message, Attributes attributes) {
    boolean ipv4 = message.buffer().get(message.body()) == Family.IPV4.number();
    int action = message.buffer().get(message.body() + 7);
    return new Rule(
        ipv4 ? Family.IPV4 : Family.IPV6,
        attributes.u32(FRA_PRIORITY, 0),
        attributes.has(FRA_SRC) ? attributes.address(FRA_SRC) : null,
        attributes.has(FRA_IIFNAME) ? attributes.string(FRA_IIFNAME) : null,
        attributes.u32(FRA_FWMARK, 0),
        attributes.u32(FRA_FWMASK, 0),
        action == TO_TABLE ? attributes.u32(FRA_TABLE, 0) : Rule.UNREACHABLE);
  }
}
