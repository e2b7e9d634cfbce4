package io.isthmus.app.architecture.planted.domain.traffic;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.sla.Planted violation();
}
