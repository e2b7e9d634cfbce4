package io.isthmus.lab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/24, 10, 10.1.0.10/24",
    "198.18.0.0/15, 300, 198.18.1.44/15",
    "fd00:1::/64, 10, fd00:1:0:0:0:0:0:a/64",
    "0.0.0.0/8, 1, 0.0.0.1/8"
  })
  void hostsCountFromTheNetworksAddress(String prefix, int number, String address) {
    assertThat(Subnet.parse(prefix).hostWithLength(number)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.1.0.0", "example.org/24", "10.1.0.0/x", "10.1.0.0.0/24"})
  void whatIsNoPrefixIsRefused(String text) {
    assertThatThrownBy(() -> Subnet.parse(text)).hasMessageContaining("is no prefix");
  }

  @Test
  void tunnelAddressesHoldEdgeAndVni() {
    assertThat(TunnelAddress.of(2, 1001)).isEqualTo("fd69:7374:686d:2::0:3e9");
    assertThat(TunnelAddress.of(0x1f, 0xabcdef)).isEqualTo("fd69:7374:686d:1f::ab:cdef");
  }
}
