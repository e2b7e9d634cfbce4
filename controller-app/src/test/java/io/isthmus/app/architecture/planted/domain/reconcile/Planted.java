package io.isthmus.app.architecture.planted.domain.reconcile;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.admission.Planted violation();
}
