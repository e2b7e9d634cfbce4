package io.isthmus.lab.bench;

import io.isthmus.lab.kernel.ProcFs.KernelMemory;

/**
 * One measurement.
 *
 * @param way how the overlays were made
 * @param state whether programs had done the like before
 * @param acknowledgedMs from the first request to the last answer, which comes when the edges have
 *     acknowledged
 * @param lastPingMs from the first request until the last overlay has answered a ping
 * @param allPingMs the same until every overlay has, one after the other
 */
public record OverlaysRow(
    String way,
    int count,
    State state,
    double acknowledgedMs,
    double lastPingMs,
    double allPingMs,
    Memory memory,
    Cpu cpu) {

  /** Whether the programs were warm. */
  public enum State {
    COLD,
    WARM
  }

  /** Growth of the kernel's memory on the whole machine, both edges together. */
  public record Memory(long slabBytes, long perCpuBytes) {}

  /** CPU time used, pings and settling included. */
  public record Cpu(double controllerSeconds, double databaseSeconds, double agentsSeconds) {}

  static Memory memory(KernelMemory memory) {
    return new Memory(memory.slabBytes(), memory.perCpuBytes());
  }

  static Cpu cpu(BenchLab.Cpu cpu) {
    return new Cpu(cpu.controller(), cpu.database(), cpu.agents());
  }

  /** Slab of one end of one overlay. */
  public double slabBytesPerOverlayAndEdge() {
    return memory.slabBytes() / 2.0 / count;
  }
}
