package io.isthmus.app.architecture.planted.domain.topology;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.overlay.Planted violation();
}
