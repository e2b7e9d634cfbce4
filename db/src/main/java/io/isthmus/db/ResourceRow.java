package io.isthmus.db;

import io.isthmus.domain.net.Name;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.MappedSuperclass;
import org.springframework.data.domain.Persistable;

/**
 * A declared resource as a row. Written once: a resource that changes gets a new row in place of
 * the old one, so every row handed to a repository is new, and none is looked for first.
 */
@MappedSuperclass
abstract class ResourceRow implements Persistable<ResourceKey> {
  @EmbeddedId private ResourceKey key;
  private long revision;

  @SuppressWarnings("NullAway.Init")
  protected ResourceRow() {}

  ResourceRow(ResourceKey key, long revision) {
    this.key = key;
    this.revision = revision;
  }

  @Override
  public ResourceKey getId() {
    return key;
  }

  @Override
  public boolean isNew() {
    return true;
  }

  Name tenant() {
    return Name.of(key.tenant());
  }

  Name name() {
    return Name.of(key.name());
  }

  long revision() {
    return revision;
  }
}
