package io.isthmus.app.architecture.planted.lab;

/** The lab talks to the controller as everybody does. */
public interface Planted {
  io.isthmus.app.architecture.planted.northbound.Planted violation();
}
