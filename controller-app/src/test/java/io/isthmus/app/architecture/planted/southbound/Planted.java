package io.isthmus.app.architecture.planted.southbound;

/** Adapters do not know each other. */
public interface Planted {
  io.isthmus.app.architecture.planted.db.Planted violation();
}
