package io.isthmus.northbound.enrollment;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What new edges are told, under {@code isthmus.northbound.bootstrap}.
 *
 * @param controller where edges dial in, {@code HOST:PORT}; when absent, the host by which the
 *     request came, and the port
 * @param port where edges dial in at that host
 * @param image the edge's container image
 */
@ConfigurationProperties("isthmus.northbound.bootstrap")
public record BootstrapProperties(
    @Nullable String controller,
    @DefaultValue("7443") int port,
    @DefaultValue("isthmus/edge:0.1.0") String image) {

  /** Where edges dial in, as far as one can tell from here. */
  String controllerFor(String host) {
    if (controller != null && !controller.isBlank()) {
      return controller;
    }
    boolean ipv6 = host.contains(":") && !host.startsWith("[");
    return "%s:%d".formatted(ipv6 ? "[" + host + "]" : host, port);
  }
}
