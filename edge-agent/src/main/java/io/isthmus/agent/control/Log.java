package io.isthmus.agent.control;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** One line per event on the standard error, with the time. */
public final class Log {

  private static final int SECONDS_END = 19;

  private Log() {}

  public static void info(String message) {
    line("INFO ", message);
  }

  public static void warn(String message) {
    line("WARN ", message);
  }

  private static void line(String level, String message) {
    String time =
        LocalDateTime.now(java.time.ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.MILLIS)
            .toString();
    // The zero milliseconds of a full second are left out by toString.
    String padded = time.length() == SECONDS_END ? time + ".000" : time;
    System.err.println(padded + " " + level + message.replace('\n', ' '));
  }
}
