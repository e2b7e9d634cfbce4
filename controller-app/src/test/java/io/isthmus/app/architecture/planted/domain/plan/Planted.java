package io.isthmus.app.architecture.planted.domain.plan;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.operation.Planted violation();
}
