package io.isthmus.app.architecture.planted.northbound;

/** Adapters do not know each other. */
public interface Planted {
  io.isthmus.app.architecture.planted.southbound.Planted violation();
}
