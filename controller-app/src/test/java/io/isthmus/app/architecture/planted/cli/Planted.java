package io.isthmus.app.architecture.planted.cli;

/** The commands talk to the controller as everybody does. */
public interface Planted {
  io.isthmus.app.architecture.planted.northbound.Planted violation();
}
