package io.isthmus.agent.netlink;

/** One thing to ask of the kernel. */
public record Change(Verb verb, KernelObject object) {

  /** How. Adding what is there and removing what is not are errors, so that nothing is assumed. */
  public enum Verb {
    ADD,
    REPLACE,
    REMOVE
  }

  @Override
  public String toString() {
    return verb.name().toLowerCase(java.util.Locale.ROOT) + " " + object;
  }
}
