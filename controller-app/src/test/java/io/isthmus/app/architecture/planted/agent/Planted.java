package io.isthmus.app.architecture.planted.agent;

/** The agent brings no Spring. */
public interface Planted {
  org.springframework.core.env.Environment violation();
}
