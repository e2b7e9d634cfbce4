package io.isthmus.agent.netlink;

/** The kernel's error numbers in words, as {@code strerror} has them. */
final class Errno {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EADDRNOTAVAIL = 99;

  private Errno() {}

  static String describe(int errno) {
    return switch (errno) {
      case EPERM -> "Operation not permitted";
      case ENOENT -> "No such file or directory";
      case ESRCH -> "No such process";
      case 12 -> "Cannot allocate memory";
      case 13 -> "Permission denied";
      case EBUSY -> "Device or resource busy";
      case EEXIST -> "File exists";
      case ENODEV -> "No such device";
      case 22 -> "Invalid argument";
      case 34 -> "Numerical result out of range";
      case 90 -> "Message too long";
      case 93 -> "Protocol not supported";
      case 95 -> "Operation not supported";
      case 97 -> "Address family not supported";
      case 98 -> "Address already in use";
      case EADDRNOTAVAIL -> "Cannot assign requested address";
      case 100 -> "Network is down";
      case 101 -> "Network is unreachable";
      case 105 -> "No buffer space available";
      case 113 -> "No route to host";
      default -> "error " + errno;
    };
  }
}
