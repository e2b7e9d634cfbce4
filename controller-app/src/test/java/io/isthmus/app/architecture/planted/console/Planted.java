package io.isthmus.app.architecture.planted.console;

/** The console knows the REST API, not the classes that serve it. */
public interface Planted {
  io.isthmus.app.architecture.planted.northbound.Planted violation();
}
