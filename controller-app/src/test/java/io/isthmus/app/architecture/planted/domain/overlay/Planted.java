package io.isthmus.app.architecture.planted.domain.overlay;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.traffic.Planted violation();
}
