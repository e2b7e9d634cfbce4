package io.isthmus.lab.process;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that a lab started, or a child of one. The handle knows the start time, so that another
 * process which got the same id is never taken for this one.
 *
 * @param role what it is for: {@code controller}, {@code agent/EDGE}, {@code service/EDGE}
 * @param stateDir directory of the lab that started it
 */
public record LabProcess(ProcessHandle handle, String role, String stateDir) {
  public long pid() {
    return handle.pid();
  }

  /** Asks it to end, and makes it end when it has not within the limit. */
  public void stop(Duration limit) {
    handle.destroy();
    if (!hasEnded(limit)) {
      kill();
    }
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    handle.destroyForcibly();
    hasEnded(Duration.ofSeconds(5));
  }

  private boolean hasEnded(Duration limit) {
    try {
      handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !handle.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
