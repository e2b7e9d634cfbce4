package io.isthmus.domain.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1",
    "2001:DB8:0:0:0:0:0:1,2001:db8::1",
    "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
    "::,::",
    "::1,::1",
    "fd00:1::,fd00:1::",
    "1:0:0:2:0:0:0:3,1:0:0:2::3"
  })
  void textIsCanonical(String given, String canonical) {
    assertThat(IpAddress.parse(given)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.256",
        "01.2.3.4.5",
        "localhost",
        "fe80::1%eth0",
        ":::",
        "1::2::3",
        "10.0.0.0/8",
        "x"
      })
  void whatIsNoAddressIsRefusedWithoutALookUp(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("INVALID_ADDRESS"));
  }

  @Test
  void canonicalTextParsesToTheSameAddress() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      for (int j = 0; j < 16; j++) {
        bytes[j] = random.nextInt(3) == 0 ? bytes[j] : 0;
      }
      bytes[0] = 0x20;
      IpAddress address = IpAddress.ofBytes(bytes);

      assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    }
  }

  @ParameterizedTest
  @CsvSource({"10.1.0.1/24,10.1.0.0/24", "fd00:1::1/64,fd00:1::/64", "10.0.0.1/0,0.0.0.0/0"})
  void hostBitsAreRefusedWithTheMend(String given, String mend) {
    assertThatThrownBy(() -> Prefix.parse(given))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining(mend);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0.0/33",
        "fd00::/129",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "/8",
        "a/8",
        "10.0.0.0/08x"
      })
  void whatIsNoPrefixIsRefused(String text) {
    assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.1.0.0/16,true",
    "10.1.0.0/16,10.0.0.0/8,true",
    "10.0.0.0/24,10.0.1.0/24,false",
    "0.0.0.0/0,fd00::/8,false",
    "fd00::/8,fd00:1::/64,true",
    "10.0.0.1/32,10.0.0.1/32,true"
  })
  void prefixesOverlapWhenOneContainsTheOther(String one, String other, boolean overlap) {
    assertThat(Prefix.parse(one).overlaps(Prefix.parse(other))).isEqualTo(overlap);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "ä", "a b", "a/b"})
  void namesAreDnsLabels(String text) {
    assertThatThrownBy(() -> Name.of(text)).isInstanceOf(InvalidValue.class);
  }

  @Test
  void nameHasAtMost63Characters() {
    assertThat(Name.of("a".repeat(63))).isNotNull();
    assertThatThrownBy(() -> Name.of("a".repeat(64))).isInstanceOf(InvalidValue.class);
  }

  @Test
  void reversedPortRangeNamesTheMend() {
    assertThatThrownBy(() -> new PortRange(90, 80))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("80-90");
    assertThat(PortRange.parse("8000-8080")).isEqualTo(new PortRange(8000, 8080));
    assertThatThrownBy(() -> PortRange.parse("1-70000")).isInstanceOf(InvalidValue.class);
  }
}
