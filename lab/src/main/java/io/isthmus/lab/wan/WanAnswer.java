package io.isthmus.lab.wan;

import java.util.List;

/**
 * The emulator's answer to any request.
 *
 * @param error what is wrong with the request; empty when nothing is
 * @param changed how many lines were changed
 * @param atNanos {@link System#nanoTime}, the machine's monotonic clock, when the change was in
 *     force
 * @param priority how the emulator's thread is scheduled
 * @param lines how every line is now
 */
public record WanAnswer(
    String error, int changed, long atNanos, String priority, List<LineStatus> lines) {
  public WanAnswer {
    lines = List.copyOf(lines);
  }
}
