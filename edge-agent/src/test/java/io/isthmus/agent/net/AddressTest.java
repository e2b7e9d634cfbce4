package io.isthmus.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "fe80:0:0:0:0:0:6973:2, fe80::6973:2",
  })
  void readsAndWritesCanonically(String text, String canonical) {
    IpAddress address = IpAddress.parse(text);

    assertThat(address).hasToString(canonical);
    assertThat(IpAddress.of(address.bytes())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "300.1.1.1", "1.2.3", "host", "fe80::1%eth0", ":::", "1.2.3.4/24"})
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPrefixHasNoHostBits() {
    assertThat(Prefix.parse("10.1.0.0/16")).hasToString("10.1.0.0/16");
    assertThat(Prefix.parse("::/0")).isEqualTo(Prefix.any(Family.IPV6));
    assertThatThrownBy(() -> Prefix.parse("10.1.0.1/24")).hasMessageContaining("10.1.0.0/24");
    assertThatThrownBy(() -> Prefix.parse("10.1.0.0/33")).hasMessageContaining("33");
    assertThatThrownBy(() -> Prefix.parse("10.1.0.0")).hasMessageContaining("address/length");
  }

  @Test
  void outermostLeavesOutWhatIsInside() {
    List<Prefix> prefixes =
        List.of(
            Prefix.parse("10.1.2.0/24"),
            Prefix.parse("10.0.0.0/8"),
            Prefix.parse("10.0.0.0/8"),
            Prefix.parse("11.0.0.0/8"),
            Prefix.parse("fd00::/8"));

    assertThat(Prefix.outermost(prefixes, Family.IPV4)).hasToString("[10.0.0.0/8, 11.0.0.0/8]");
  }
}
