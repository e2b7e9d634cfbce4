package io.isthmus.lab.network;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Ip;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The out-of-band network between the controller and the edges, 198.18.x.0/24 out of the block for
 * benchmarks (RFC 2544), so that it is nobody's own.
 *
 * @param third the x
 */
public record ManagementNet(int third) {
  private static final Pattern OWN = Pattern.compile("198\\.18\\.(\\d+)\\.1");
  private static final int HIGHEST = 255;
  private static final int LOWEST = 224;
  private static final int FIRST_EDGE = 10;

  /** The one that the lab has already, or one that no interface of the root namespace is in. */
  public static ManagementNet of(LabName lab) {
    JsonNode interfaces = Ip.ask("addr");
    return find(interfaces, lab).orElseGet(() -> firstFree(interfaces));
  }

  private static Optional<ManagementNet> find(JsonNode interfaces, LabName lab) {
    for (JsonNode link : interfaces) {
      if (link.path("ifname").asString("").equals(lab.managementInterface())) {
        for (JsonNode address : link.path("addr_info")) {
          Matcher matcher = OWN.matcher(address.path("local").asString(""));
          if (matcher.matches()) {
            return Optional.of(new ManagementNet(Integer.parseInt(matcher.group(1))));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static ManagementNet firstFree(JsonNode interfaces) {
    String text = interfaces.toString();
    for (int third = HIGHEST; third >= LOWEST; third--) {
      if (!text.contains("\"198.18.%d.".formatted(third))) {
        return new ManagementNet(third);
      }
    }
    throw new LabFailure(
        "all networks from 198.18.%d.0/24 to 198.18.%d.0/24 are in use: end a lab first"
            .formatted(LOWEST, HIGHEST));
  }

  public String controller() {
    return "198.18.%d.1".formatted(third);
  }

  /** An edge's end. */
  public String edge(int number) {
    return "198.18.%d.%d".formatted(third, FIRST_EDGE + number);
  }
}
