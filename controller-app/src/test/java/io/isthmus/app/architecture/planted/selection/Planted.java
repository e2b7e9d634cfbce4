package io.isthmus.app.architecture.planted.selection;

/** What edges and the lab share knows no controller. */
public interface Planted {
  io.isthmus.app.architecture.planted.domain.net.Planted violation();
}
