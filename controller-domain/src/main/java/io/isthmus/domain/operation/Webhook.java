package io.isthmus.domain.operation;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where events of a tenant are to be delivered.
 *
 * @param url http or https, with a host; no user, no fragment
 * @param eventTypes those that are wanted; empty: all, also those that come to be
 * @param secret key of the signature, of 24-64 bytes in base64, with the prefix {@code whsec_}
 *     (Standard Webhooks)
 */
public record Webhook(
    Name tenant, Name name, URI url, Set<EventType> eventTypes, String secret, State state) {
  /** Most webhooks of one tenant. */
  public static final int MOST = 100;

  static final int LONGEST_URL = 2_000;
  static final int HIGHEST_PORT = 65_535;

  /** Whether events are delivered. */
  public enum State {
    ENABLED,
    /** By request. Events wait. */
    DISABLED,
    /** The receiver said that it is gone for good (HTTP 410). Events wait. */
    GONE
  }

  public Webhook {
    eventTypes = Set.copyOf(eventTypes);
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    boolean web =
        (scheme.equals("http") || scheme.equals("https"))
            && url.getPort() != 0
            && url.getPort() <= HIGHEST_PORT;
    if (!web || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw new InvalidValue(
          "INVALID_URL",
          "the url is not one of http or https with a host and perhaps a port, and without user or fragment: give one such as https://orchestrator.example/isthmus");
    }
    if (url.toString().length() > LONGEST_URL) {
      throw new InvalidValue(
          "INVALID_URL",
          "the url has %d characters, more than %d"
              .formatted(url.toString().length(), LONGEST_URL));
    }
  }

  public boolean wants(EventType type) {
    return eventTypes.isEmpty() || eventTypes.contains(type);
  }

  public Webhook in(State newState) {
    return new Webhook(tenant, name, url, eventTypes, secret, newState);
  }

  /** The secret is not for logs. */
  @Override
  public String toString() {
    return "Webhook[%s/%s %s %s]".formatted(tenant, name, url, state);
  }
}
