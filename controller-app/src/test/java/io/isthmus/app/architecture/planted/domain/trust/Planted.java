package io.isthmus.app.architecture.planted.domain.trust;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.overlay.Planted violation();
}
