package io.isthmus.northbound.change;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.IntentRejected;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Carries out changes and waits for the edges. Safe for any thread. */
@Component
public final class Changes {
  /** Another replica may hold the edges' streams; then only the store knows that they answered. */
  private static final Duration LONGEST_WITHOUT_LOOKING = Duration.ofSeconds(1);

  private final IntentService intent;
  private final EdgeFleet fleet;
  private final OperationStore operations;

  public Changes(IntentService intent, EdgeFleet fleet, OperationStore operations) {
    this.intent = intent;
    this.fleet = fleet;
    this.operations = operations;
  }

  /** Changes the tenant's intent; broken rules are shown where the placement says they are. */
  public ChangeOutcome apply(
      Name tenant, String summary, Placement placement, Function<Network, List<Change>> changes) {
    try {
      return intent.change(
          Acting.now(),
          tenant,
          summary,
          network -> {
            placement.sees(network);
            return changes.apply(network);
          });
    } catch (IntentRejected e) {
      throw placement.problem(e);
    }
  }

  /** What {@link #apply} would do. */
  public IntentService.Preview preview(
      Name tenant, Placement placement, Function<Network, List<Change>> changes) {
    try {
      return intent.preview(
          tenant,
          network -> {
            placement.sees(network);
            return changes.apply(network);
          });
    } catch (IntentRejected e) {
      throw placement.problem(e);
    }
  }

  /** Waits as long as the client would, and says how far the change has come. */
  public Progress await(Name tenant, ChangeOutcome outcome, Preference preference) {
    return switch (outcome) {
      case ChangeOutcome.Unchanged unchanged ->
          new Progress(unchanged.revision(), Optional.empty(), preference.patience());
      case ChangeOutcome.Changed changed ->
          new Progress(
              changed.revision(),
              Optional.of(await(tenant, changed.operation(), preference)),
              preference.patience());
    };
  }

  /** The operation once it is done, or as it is when the client's patience ends. */
  public Operation await(Name tenant, Operation operation, Preference preference) {
    if (preference.patience().isEmpty() || operation.isDone()) {
      return operation;
    }
    long deadline = System.nanoTime() + preference.patience().get().toNanos();
    boolean done = false;
    try {
      while (!done && System.nanoTime() < deadline) {
        long left = Math.min(deadline - System.nanoTime(), LONGEST_WITHOUT_LOOKING.toNanos());
        done =
            fleet
                .waiters()
                .await(
                    operation.id(),
                    Duration.ofNanos(Math.max(0, left)),
                    () -> isDone(tenant, operation.id()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return operations.find(tenant, operation.id()).orElse(operation);
  }

  private boolean isDone(Name tenant, UUID operation) {
    return operations.find(tenant, operation).map(Operation::isDone).orElse(true);
  }
}
