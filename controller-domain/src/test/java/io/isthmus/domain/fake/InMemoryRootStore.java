package io.isthmus.domain.fake;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.trust.RootStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Roots in memory. */
public final class InMemoryRootStore implements RootStore {
  @GuardedBy("this")
  private final List<Root> roots = new ArrayList<>();

  @GuardedBy("this")
  private Optional<String> masterKeyId = Optional.empty();

  @Override
  public synchronized List<Root> roots() {
    return List.copyOf(roots);
  }

  @Override
  public synchronized boolean add(Root root, java.time.Instant predecessorRetiresAt) {
    if (root.generation() != roots.size() + 1) {
      return false;
    }
    if (!roots.isEmpty()) {
      Root before = roots.removeLast();
      roots.add(
          new Root(
              before.generation(),
              before.certificate(),
              before.crossCertificate(),
              Optional.empty(),
              before.createdAt(),
              Optional.of(predecessorRetiresAt)));
    }
    roots.add(root);
    return true;
  }

  @Override
  public synchronized Optional<String> masterKeyId() {
    return masterKeyId;
  }

  @Override
  public synchronized String noteMasterKeyId(String id) {
    if (masterKeyId.isEmpty()) {
      masterKeyId = Optional.of(id);
    }
    return masterKeyId.orElseThrow();
  }
}
