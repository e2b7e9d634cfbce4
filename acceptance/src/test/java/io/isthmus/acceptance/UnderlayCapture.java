package io.isthmus.acceptance;

import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What tcpdump sees on an underlay, as somebody does who taps the WAN. */
final class UnderlayCapture implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What has passed is on its way from the kernel for a while. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private final Path file;
  private final Path words;
  private final Process tcpdump;

  UnderlayCapture(Namespace underlay) throws IOException {
    file = Files.createTempFile("isthmus", ".pcap");
    words = Files.createTempFile("isthmus", ".tcpdump");
    tcpdump =
        new ProcessBuilder(
                underlay.exec(
                    List.of(
                        "tcpdump",
                        "-Z",
                        "root",
                        "-i",
                        "any",
                        "-n",
                        "-s",
                        "0",
                        "--immediate-mode",
                        "-B",
                        "16384",
                        "-U",
                        "-w",
                        file.toString())))
            .redirectErrorStream(true)
            .redirectOutput(words.toFile())
            .start();
    Waiting.until(
        LIMIT,
        Duration.ofMillis(20),
        () -> read(words).contains("listening on"),
        () -> "tcpdump: " + read(words));
  }

  /** Ends it, and keeps what was seen. */
  UnderlayCapture stop() throws InterruptedException {
    Waiting.pause(FLUSH);
    tcpdump.destroy();
    tcpdump.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    return this;
  }

  /** Whether these bytes have passed, one after the other, in any packet. */
  boolean holds(byte[] bytes) throws IOException {
    String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return all.contains(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Packets that a filter of tcpdump's lets through. */
  List<String> packets(String filter) {
    return Shell.run("tcpdump", "-n", "-r", file.toString(), filter).orFail().lines().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    tcpdump.destroyForcibly();
    Files.deleteIfExists(file);
    Files.deleteIfExists(words);
  }
}
