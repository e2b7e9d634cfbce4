package io.isthmus.northbound.event;

/** From which end the log of events is read. */
enum EventOrder {
  OLDEST_FIRST,
  NEWEST_FIRST
}
