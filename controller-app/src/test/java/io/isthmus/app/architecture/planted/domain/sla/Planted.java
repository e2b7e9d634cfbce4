package io.isthmus.app.architecture.planted.domain.sla;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.steering.Planted violation();
}
