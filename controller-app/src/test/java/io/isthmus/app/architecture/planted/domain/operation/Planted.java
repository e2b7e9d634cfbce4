package io.isthmus.app.architecture.planted.domain.operation;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.reconcile.Planted violation();
}
