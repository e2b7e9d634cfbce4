package io.isthmus.southbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "::1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "fd00::1",
        "169.254.1.1",
        "fe80::1",
        "100.64.0.1",
        "100.127.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "localhost"
      })
  void listensWhereNobodyComesFromOutside(String address) {
    assertThat(ListenAddresses.of(List.of(address), 7_443)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "::ffff:0.0.0.0",
        "::ffff:8.8.8.8",
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "100.63.255.255",
        "100.128.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "2001:db8::1",
        "fec0::1",
        "224.0.0.1"
      })
  void refusesToBeReachedFromOutside(String address) {
    assertThatThrownBy(() -> ListenAddresses.of(List.of("127.0.0.1", address), 7_443))
        .isInstanceOf(ListenerException.class)
        .hasMessageContaining(address);
  }

  @Test
  void saysWhatIsWrongWithTheSetting() {
    assertThatThrownBy(() -> ListenAddresses.of(List.of(), 1))
        .isInstanceOf(ListenerException.class);
    assertThatThrownBy(() -> ListenAddresses.of(List.of("300.1.2.3"), 1))
        .isInstanceOf(ListenerException.class)
        .hasMessageContaining("300.1.2.3");
    assertThatThrownBy(() -> ListenAddresses.of(List.of(""), 1))
        .as("an empty name would mean loopback")
        .isInstanceOf(ListenerException.class);
  }
}
