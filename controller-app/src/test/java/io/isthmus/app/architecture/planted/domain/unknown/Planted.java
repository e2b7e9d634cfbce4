package io.isthmus.app.architecture.planted.domain.unknown;

/** In a package that has no place in the order. */
public interface Planted {
  String violation();
}
