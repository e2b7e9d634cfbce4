package io.isthmus.app.architecture.planted.southbound.api;

/** The contract knows neither side. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.Planted violation();
}
