package io.isthmus.app.architecture.planted.domain;

/** The domain knows no framework. */
public interface Planted {
  org.springframework.core.env.Environment violation();
}
