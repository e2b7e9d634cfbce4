package io.isthmus.domain.net;

/** The canonical text of an IPv6 address: lower case, longest run of zero groups as {@code ::}. */
final class Rfc5952 {
  private static final int GROUPS = 8;

  private Rfc5952() {}

  static String format(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    Run longest = longestZeroRun(groups);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (longest.length() > 1 && i == longest.start()) {
        text.append("::");
        i += longest.length() - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }

  private static Run longestZeroRun(int[] groups) {
    Run longest = new Run(0, 0);
    int start = 0;
    for (int i = 0; i < GROUPS; i++) {
      if (groups[i] != 0) {
        start = i + 1;
      } else if (i + 1 - start > longest.length()) {
        longest = new Run(start, i + 1 - start);
      }
    }
    return longest;
  }

  private record Run(int start, int length) {}
}
