package io.isthmus.lab.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What /proc says of processes and of the kernel's memory (proc(5)). */
public final class ProcFs {
  private static final Path ROOT = Path.of("/proc");

  /** Unit of CPU times in /proc; the same on every architecture that Linux runs Java on. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcFs() {}

  /** Resident memory of a process, bytes; absent when there is no such process. */
  public static OptionalLong rssBytes(long pid) {
    try {
      return kibibytes(Files.readAllLines(process(pid).resolve("status")), "VmRSS:");
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Resident memory that no other process shares, bytes; 0 when there is no such process. */
  public static long privateBytes(long pid) {
    try {
      List<String> lines = Files.readAllLines(process(pid).resolve("smaps_rollup"));
      return kibibytes(lines, "Private_Clean:").orElse(0)
          + kibibytes(lines, "Private_Dirty:").orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** With a blank between its words; empty when there is no such process. */
  public static String commandLine(long pid) {
    try {
      return Files.readString(process(pid).resolve("cmdline")).replace('\0', ' ').strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** CPU time that a process and its ended children have used, seconds; 0 when it is gone. */
  public static double cpuSeconds(long pid) {
    try {
      return parseCpuSeconds(Files.readString(process(pid).resolve("stat")));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Fields 14 to 17 after the name, which may hold blanks itself. */
  static double parseCpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Memory that the kernel holds for its own objects. */
  public static KernelMemory kernelMemory() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("meminfo"));
    return new KernelMemory(
        kibibytes(lines, "Slab:").orElse(0), kibibytes(lines, "Percpu:").orElse(0));
  }

  static OptionalLong kibibytes(List<String> lines, String label) {
    for (String line : lines) {
      if (line.startsWith(label)) {
        return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
      }
    }
    return OptionalLong.empty();
  }

  /** TCP segments that a namespace's kernel has sent more than once. */
  public static long tcpRetransmitted(Namespace namespace) throws IOException {
    // Not /proc/net, which is that of the process's first thread.
    return namespace.call(() ->
        counter(Files.readAllLines(ROOT.resolve("thread-self/net/snmp")), "Tcp:", "RetransSegs"));
  }

  /** A line of names and a line of values, both with the same label. */
  static long counter(List<String> lines, String label, String name) {
    List<String[]> rows =
        lines.stream().filter(line -> line.startsWith(label)).map(line -> line.split(" ")).toList();
    int column = List.of(rows.get(0)).indexOf(name);
    return Long.parseLong(rows.get(1)[column]);
  }

  private static Path process(long pid) {
    return ROOT.resolve(Long.toString(pid));
  }

  /** Bytes of slab caches and of per-CPU areas, of the whole machine. */
  public record KernelMemory(long slabBytes, long perCpuBytes) {
    public KernelMemory since(KernelMemory before) {
      return new KernelMemory(slabBytes - before.slabBytes, perCpuBytes - before.perCpuBytes);
    }
  }
}
