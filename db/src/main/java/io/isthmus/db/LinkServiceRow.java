package io.isthmus.db;

import io.isthmus.domain.topology.LinkService;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

@Embeddable
record LinkServiceRow(
    @Nullable Long egressRateBps,
    @Nullable Long ingressRateBps,
    double cost,
    int probeIntervalMs,
    @Nullable Long probeBudgetBps) {
  static LinkServiceRow of(LinkService service) {
    return new LinkServiceRow(
        orNull(service.egressRateBps()),
        orNull(service.ingressRateBps()),
        service.cost(),
        (int) service.probeInterval().toMillis(),
        orNull(service.probeBudgetBps()));
  }

  LinkService service() {
    return new LinkService(
        orEmpty(egressRateBps),
        orEmpty(ingressRateBps),
        cost,
        Duration.ofMillis(probeIntervalMs),
        orEmpty(probeBudgetBps));
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static OptionalLong orEmpty(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
