package io.isthmus.agent.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line per event on the standard error, with the time: words for people, or JSON in the names
 * of the Elastic Common Schema. Safe for any thread.
 */
public final class Log {

  private static final int SECONDS_END = 19;

  /** What a line looks like. */
  public enum Format {
    TEXT,
    JSON
  }

  private static volatile Format format = Format.TEXT;
  private static volatile Map<String, Object> always = Map.of();
  private static volatile long revision;

  /** Of what the thread does now. */
  private static final ThreadLocal<Map<String, Object>> NOW = ThreadLocal.withInitial(Map::of);

  private Log() {}

  public static void format(Format newFormat) {
    format = newFormat;
  }

  /** From now on each JSON line names the edge that this is. */
  public static void speakFor(String tenant, String edge, String version) {
    always =
        Map.of(
            "service.version", version,
            "isthmus.tenant", tenant,
            "isthmus.edge", edge,
            "process.pid", ProcessHandle.current().pid());
  }

  /** From now on each JSON line names this as the revision in force. */
  static void carries(long newRevision) {
    revision = newRevision;
  }

  /**
   * Until {@link #done}, each JSON line of this thread names this revision and its trace.
   *
   * @param traceParent as the controller sent it; whatever is none is not told
   */
  static void works(long updateRevision, String traceParent) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("isthmus.revision", updateRevision);
    String[] parts = traceParent.split("-", -1);
    if (traceParent.length() == 55 && parts.length == 4) {
      fields.put("trace.id", parts[1]);
      fields.put("span.id", parts[2]);
    }
    NOW.set(fields);
  }

  static void done() {
    NOW.remove();
  }

  public static void info(String message) {
    line("INFO", message);
  }

  public static void warn(String message) {
    line("WARN", message);
  }

  private static void line(String level, String message) {
    System.err.println(
        switch (format) {
          case TEXT -> text(level, message);
          case JSON -> json(level, message);
        });
  }

  private static String text(String level, String message) {
    String time =
        LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS).toString();
    // The zero milliseconds of a full second are left out by toString.
    String padded = time.length() == SECONDS_END ? time + ".000" : time;
    return padded + " " + level + " " + message.replace('\n', ' ');
  }

  private static String json(String level, String message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("@timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS));
    fields.put("log.level", level);
    fields.put("message", message);
    fields.put("ecs.version", "8.11");
    fields.put("service.name", "isthmus-edge");
    fields.putAll(always);
    fields.put("isthmus.revision", revision);
    fields.putAll(NOW.get());
    fields.put("process.thread.name", Thread.currentThread().getName());
    return Json.write(fields);
  }
}
