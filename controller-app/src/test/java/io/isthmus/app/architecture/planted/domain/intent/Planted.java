package io.isthmus.app.architecture.planted.domain.intent;

/** Reaches up in the order of the domain. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.path.Planted violation();
}
