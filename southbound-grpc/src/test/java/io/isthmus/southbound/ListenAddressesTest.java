package io.isthmus.southbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::", "192.0.2.7", "localhost"})
  void listensWhereItIsTold(String address) {
    assertThat(ListenAddresses.of(List.of(address, " "), 7_443)).hasSize(1);
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
