package io.isthmus.app.architecture.planted.db;

/** Adapters do not know each other. */
public interface Planted {
  io.isthmus.app.architecture.planted.northbound.Planted violation();
}
