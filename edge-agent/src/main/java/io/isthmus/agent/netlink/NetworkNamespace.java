package io.isthmus.agent.netlink;

import java.io.IOException;

/**
 * Moves the calling thread into another network namespace. Sockets keep the namespace in which they
 * were made, and files under {@code /proc/sys/net} and child processes follow the calling thread,
 * so one JVM can serve many namespaces: one platform thread each. A virtual thread would leave its
 * carrier behind in the namespace, and is refused.
 */
public final class NetworkNamespace {

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int O_CLOEXEC = 0x80000;

  private NetworkNamespace() {}

  /** Enters a namespace by its file, such as {@code /run/netns/NAME}. */
  public static void enter(String path) throws IOException {
    requirePlatformThread();
    int fd = LibC.open(path, O_CLOEXEC);
    try {
      LibC.setns(fd, CLONE_NEWNET);
    } finally {
      LibC.close(fd);
    }
  }

  /** Enters a fresh namespace that goes when the thread and its sockets do. */
  public static void enterFresh() throws IOException {
    requirePlatformThread();
    LibC.unshare(CLONE_NEWNET);
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread cannot enter a network namespace");
    }
  }
}
