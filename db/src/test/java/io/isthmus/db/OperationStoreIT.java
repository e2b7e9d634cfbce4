package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class OperationStoreIT extends OperationStoreContractTest {
  @Autowired private Stores stores;
  @Autowired private OperationStore store;
  @Autowired private PostgresState postgres;

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  OperationStore store() {
    return store;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void ofAnswersAtTheSameTimeExactlyOneFinishesTheOperation() throws Exception {
    begin();
    List<Change> edges =
        IntStream.range(0, 62)
            .<Change>mapToObj(i ->
                new Change.PutEdge(
                    new Edge(Name.of("edge-" + i), Name.of("site"), List.of(), List.of())))
            .toList();
    stores.change(DEFAULT, edges);
    for (int round = 0; round < 5; round++) {
      Operation operation = change();

      List<Operation> finished = acknowledgeAtOnce(operation);

      assertThat(finished)
          .extracting(Operation::id)
          .contains(operation.id())
          .doesNotHaveDuplicates();
      assertThat(find(operation).state()).isEqualTo(Operation.State.SUCCEEDED);
    }
  }

  @Test
  void whatPostgresCannotKeepIsReplaced() {
    Operation operation = begin();

    store.refused(NICE_KEY, operation.revision(), List.of(new EdgeError("a", "B", "c\0d")), LATER);

    assertThat(find(operation).edges().getFirst().errors())
        .containsExactly(new EdgeError("a", "B", "c\uFFFDd"));
  }

  private List<Operation> acknowledgeAtOnce(Operation operation) throws Exception {
    List<Operation> finished = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
      List<Future<List<Operation>>> answers =
          operation.edges().stream()
              .map(part -> new EdgeKey(DEFAULT, part.edge()))
              .map(edge -> pool.submit(() -> store.acknowledged(edge, operation.revision(), LATER)))
              .toList();
      for (Future<List<Operation>> answer : answers) {
        finished.addAll(answer.get());
      }
    }
    return finished;
  }
}
