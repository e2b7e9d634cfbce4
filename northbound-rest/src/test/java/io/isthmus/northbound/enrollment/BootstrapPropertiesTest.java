package io.isthmus.northbound.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A snippet leads edges to where they are served, wherever it was asked for. */
class BootstrapPropertiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          controller.example:443 | 198.18.0.1           | localhost  | controller.example:443
                                 | 198.18.0.1           | localhost  | 198.18.0.1:7443
                                 | 198.18.0.1,192.0.2.1 | 192.0.2.1  | 192.0.2.1:7443
                                 | 2001:db8::1          | localhost  | [2001:db8::1]:7443
                                 | 0.0.0.0              | sdwan.here | sdwan.here:7443
                                 | 198.18.0.1,::        | sdwan.here | sdwan.here:7443
                                 | 0.0.0.0              | ::1        | [::1]:7443
          """)
  void edgesAreLedToWhereTheyAreServed(
      String controller, String addresses, String host, String expected) {
    BootstrapProperties properties =
        new BootstrapProperties(controller, List.of(addresses.split(",")), 7443, "image");

    assertThat(properties.controllerFor(host)).isEqualTo(expected);
  }
}
