package io.isthmus.db;

import java.util.List;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/** The rows of one kind of resource. */
@NoRepositoryBean
interface ResourceRows<R extends ResourceRow> extends Repository<R, ResourceKey> {
  List<R> findAll();

  <S extends R> List<S> saveAll(Iterable<S> rows);

  /** Deletes the rows and, by cascade, their parts, in one statement however many they are. */
  void remove(String tenant, String[] names);
}
