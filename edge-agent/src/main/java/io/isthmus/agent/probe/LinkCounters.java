package io.isthmus.agent.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the devices of the calling thread's namespace carried, bytes. */
final class LinkCounters {

  /** Unlike {@code /sys}, which shows the namespace in which it was mounted. */
  private static final Path DEVICES = Path.of("/proc/thread-self/net/dev");

  private static final int RECEIVED = 0;
  private static final int SENT = 8;

  private LinkCounters() {}

  record Count(long receivedBytes, long sentBytes) {}

  static Map<String, Count> read() throws IOException {
    return parse(Files.readString(DEVICES, StandardCharsets.US_ASCII));
  }

  /** Two lines of heading, then {@code name: received… sent…} with eight numbers each. */
  static Map<String, Count> parse(String text) {
    Map<String, Count> counts = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String[] numbers = line.substring(colon + 1).strip().split(" +", -1);
        counts.put(
            line.substring(0, colon).strip(),
            new Count(Long.parseLong(numbers[RECEIVED]), Long.parseLong(numbers[SENT])));
      }
    }
    return counts;
  }
}
