package io.isthmus.domain.trust;

/** Makes foreign text fit to be kept and shown: short, and without control characters. */
final class Text {
  private Text() {}

  static String fit(String text, int longest) {
    String head = text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    return head.replaceAll("\\p{Cntrl}", "?");
  }
}
