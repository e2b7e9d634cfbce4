package io.isthmus.domain.intent;

import java.util.Locale;

/** The kinds of named resources that a tenant's intent consists of. */
public enum Kind {
  SITE,
  EDGE,
  OVERLAY,
  TRAFFIC_CLASS,
  APPLICATION;

  /** As people read it: {@code traffic class}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
