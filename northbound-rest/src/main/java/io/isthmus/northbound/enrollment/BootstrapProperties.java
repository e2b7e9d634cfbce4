package io.isthmus.northbound.enrollment;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What new edges are told, under {@code isthmus.northbound.bootstrap}.
 *
 * @param controller where edges dial in, {@code HOST:PORT}; when absent, one of the addresses, and
 *     the port
 * @param address where edges are served; none where that is not known
 * @param port where edges dial in there
 * @param image the edge's container image
 */
@ConfigurationProperties("isthmus.northbound.bootstrap")
public record BootstrapProperties(
    @Nullable String controller,
    @DefaultValue List<String> address,
    @DefaultValue("7443") int port,
    @DefaultValue("isthmus/edge:0.1.0") String image) {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

  public BootstrapProperties {
    address = List.copyOf(address);
  }

  /**
   * Where edges dial in, as far as one can tell from here.
   *
   * @param host by which the caller found this controller
   */
  String controllerFor(String host) {
    if (controller != null && !controller.isBlank()) {
      return controller;
    }
    String dialled = isServedAt(host) ? host : address.getFirst();
    boolean ipv6 = dialled.contains(":") && !dialled.startsWith("[");
    return "%s:%d".formatted(ipv6 ? "[" + dialled + "]" : dialled, port);
  }

  /** The REST API may be at other addresses than the edges' port: then its host leads nowhere. */
  private boolean isServedAt(String host) {
    return address.isEmpty()
        || address.contains(host)
        || address.stream().anyMatch(EVERYWHERE::contains);
  }
}
