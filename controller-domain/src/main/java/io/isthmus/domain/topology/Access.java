package io.isthmus.domain.topology;

/** Whether an underlay is open to the world or closed to its subscribers. */
public enum Access {
  PUBLIC,
  PRIVATE
}
