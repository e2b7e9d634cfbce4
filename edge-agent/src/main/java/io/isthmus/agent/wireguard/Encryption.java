package io.isthmus.agent.wireguard;

/** Whether paths can be encrypted here, and what interfaces for it are called. */
public record Encryption(Implementation implementation, Names names) {

  public static final Encryption NONE = new Encryption(Implementation.NONE, Names.NONE);

  public boolean isAvailable() {
    return implementation != Implementation.NONE;
  }
}
