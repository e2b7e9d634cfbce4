package io.isthmus.db;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.Application;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnTransformer;

@Entity
@Table(name = "application")
class ApplicationRow extends ResourceRow {
  private String trafficClass;
  private int priority;

  @ColumnTransformer(write = "?::jsonb")
  private String matches;

  @SuppressWarnings("NullAway.Init")
  protected ApplicationRow() {}

  private ApplicationRow(ResourceKey key, Declared<Application> declared) {
    super(key, declared.revision());
    Application application = declared.value();
    this.trafficClass = application.trafficClass().value();
    this.priority = application.priority();
    this.matches = MatchJson.write(application.matches());
  }

  static ApplicationRow of(Name tenant, Declared<Application> declared) {
    return new ApplicationRow(ResourceKey.of(tenant, declared.value().name()), declared);
  }

  Declared<Application> declared() {
    return new Declared<>(
        new Application(name(), Name.of(trafficClass), priority, MatchJson.read(matches)),
        0,
        revision());
  }
}
