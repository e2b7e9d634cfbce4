package io.isthmus.domain.sla;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.ClassWindow;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums up how classes fare until it is written, some seconds at a time. Safe for any thread. What a
 * controller that dies has not written is lost.
 */
public final class ComplianceBook {
  private final SlaLog log;

  @GuardedBy("this")
  private Map<Page, Compliance> pages = new HashMap<>();

  private record Page(Name tenant, Name trafficClass, LocalDate day) {}

  public ComplianceBook(SlaLog log) {
    this.log = log;
  }

  public synchronized void add(Name tenant, List<ClassWindow> windows) {
    for (ClassWindow window : windows) {
      LocalDate day = LocalDate.ofInstant(window.begin(), ZoneOffset.UTC);
      add(
          new Page(tenant, window.trafficClass(), day),
          new Compliance(
              window.trafficClass(),
              day,
              window.measured(),
              window.violated(),
              window.shadowViolated(),
              window.shadowMoves()));
    }
  }

  /**
   * Adds what came up to the log. Blocks as long as it does.
   *
   * @throws RuntimeException that of the log; what it did not take is tried again next time
   */
  public void write() {
    Map<Page, Compliance> taken = take();
    try {
      for (Page page : List.copyOf(taken.keySet())) {
        Compliance sum = taken.get(page);
        if (sum != null && !sum.isNothing()) {
          log.addCompliance(page.tenant(), sum);
        }
        taken.remove(page);
      }
    } finally {
      giveBack(taken);
    }
  }

  private synchronized Map<Page, Compliance> take() {
    Map<Page, Compliance> taken = pages;
    pages = new HashMap<>();
    return taken;
  }

  private synchronized void giveBack(Map<Page, Compliance> rest) {
    rest.forEach(this::add);
  }

  private synchronized void add(Page page, Compliance more) {
    pages.merge(page, more, Compliance::plus);
  }
}
