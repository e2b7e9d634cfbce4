package io.isthmus.agent.netlink;

/** Is told of every message that changes the kernel, one call a message, before it is sent. */
@FunctionalInterface
public interface MessageTrace {

  MessageTrace OFF = line -> {};

  void sending(String line);
}
