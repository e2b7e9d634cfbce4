package io.isthmus.domain.net;

/** Makes foreign text fit for an error message: short, and without control characters. */
final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  static String shortened(String text) {
    String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return head.replaceAll("\\p{Cntrl}", "?");
  }
}
