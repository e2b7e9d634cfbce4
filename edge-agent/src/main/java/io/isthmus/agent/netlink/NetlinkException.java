package io.isthmus.agent.netlink;

import java.io.IOException;

/** The kernel's refusal of one message, in its own words where it has some. */
public final class NetlinkException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String kernelMessage;
  private final int attributeOffset;

  NetlinkException(String request, int errno, String kernelMessage, int attributeOffset) {
    super(describe(request, errno, kernelMessage, attributeOffset));
    this.errno = errno;
    this.kernelMessage = kernelMessage;
    this.attributeOffset = attributeOffset;
  }

  private static String describe(String request, int errno, String kernelMessage, int offset) {
    return request
        + ": "
        + Errno.describe(errno)
        + (kernelMessage.isEmpty() ? "" : " (kernel: " + kernelMessage + ")")
        + (offset < 0 ? "" : " at byte " + offset + " of the message");
  }

  public int errno() {
    return errno;
  }

  /** The extended acknowledgement's text; empty where the kernel gave none. */
  public String kernelMessage() {
    return kernelMessage;
  }

  /** Where in the message the offending attribute begins, or -1. */
  public int attributeOffset() {
    return attributeOffset;
  }

  /** Whether what was named is not there. */
  public boolean isNotFound() {
    return switch (errno) {
      case Errno.ENOENT, Errno.ESRCH, Errno.ENODEV, Errno.EADDRNOTAVAIL -> true;
      default -> false;
    };
  }
}
