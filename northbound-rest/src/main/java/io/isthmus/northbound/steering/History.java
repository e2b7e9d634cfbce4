package io.isthmus.northbound.steering;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Paging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches the decisions of a tenant. */
record History(
    DecisionLog log, Name tenant, Optional<Name> trafficClass, Optional<Boolean> active) {
  private static final int READ_AT_ONCE = 1_001;

  /** One more than asked for, where there are so many. */
  List<DecisionLog.Entry> newestFirst(Paging paging) {
    List<DecisionLog.Entry> found = new ArrayList<>();
    long before = Cursors.before(paging);
    List<DecisionLog.Entry> read;
    do {
      read = log.list(tenant, trafficClass, before, READ_AT_ONCE);
      read.stream()
          .filter(entry -> active.map(wanted -> wanted == entry.endedAt().isEmpty()).orElse(true))
          .limit(paging.limit() + 1L - found.size())
          .forEach(found::add);
      before = read.isEmpty() ? before : read.getLast().decision().revision();
    } while (read.size() == READ_AT_ONCE && found.size() <= paging.limit());
    return found;
  }
}
