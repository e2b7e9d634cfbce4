package io.isthmus.app.architecture.planted.pki;

/** Adapters do not know each other. */
public interface Planted {
  io.isthmus.app.architecture.planted.northbound.Planted violation();
}
