package io.isthmus.acceptance.docs;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Output as a page shows it. "…" stands for anything within a line, and alone on a line for any
 * lines, or none. Spaces at the ends of lines do not count.
 */
record Expected(String shown) {
  private static final String ANY = "…";

  boolean matches(String printed) {
    List<String> wanted = lines(shown);
    List<String> lines = lines(printed);
    int at = 0;
    int line = 0;
    int afterAny = -1;
    int retryFrom = 0;
    // As a shell matches "*": what the last "…" stands for grows until the rest fits.
    while (line < lines.size()) {
      if (at < wanted.size() && wanted.get(at).strip().equals(ANY)) {
        at++;
        afterAny = at;
        retryFrom = line;
      } else if (at < wanted.size() && fits(wanted.get(at), lines.get(line))) {
        at++;
        line++;
      } else if (afterAny >= 0) {
        at = afterAny;
        retryFrom++;
        line = retryFrom;
      } else {
        return false;
      }
    }
    return wanted.subList(at, wanted.size()).stream().allMatch(rest -> rest.strip().equals(ANY));
  }

  private static boolean fits(String wanted, String line) {
    String regex =
        Arrays.stream(wanted.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return line.matches(regex);
  }

  private static List<String> lines(String text) {
    return text.stripTrailing().lines().map(String::stripTrailing).toList();
  }
}
