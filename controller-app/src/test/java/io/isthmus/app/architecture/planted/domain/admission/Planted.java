package io.isthmus.app.architecture.planted.domain.admission;

/** The last in the order may use the whole domain, but no adapter. */
public interface Planted {
  io.isthmus.app.architecture.planted.db.Planted violation();
}
