package io.isthmus.app.architecture.planted.domain.steering;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.intent.Planted violation();
}
