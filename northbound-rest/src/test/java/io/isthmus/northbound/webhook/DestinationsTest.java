package io.isthmus.northbound.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
  private final Destinations guarded = new Destinations(Destinations.Policy.PUBLIC_ONLY);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "localhost",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.192",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "255.255.255.255",
        "2130706433",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[fc00::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]"
      })
  void whatIsNotPublicIsRefused(String host) {
    assertThat(guarded.refusal(URI.create("http://%s:8080/hook".formatted(host)))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.0.1",
        "100.63.255.255",
        "100.128.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "[2606:4700::1111]",
        "[64:ff9b::101:101]",
        "[2002:101:101::]"
      })
  void whatIsPublicIsNot(String host) {
    assertThat(guarded.refusal(URI.create("https://%s/hook".formatted(host)))).isEmpty();
  }

  @Test
  void whereItIsAllowedNothingIsRefused() {
    Destinations open = new Destinations(Destinations.Policy.ANY);

    assertThat(open.refusal(URI.create("http://127.0.0.1/hook"))).isEmpty();
  }
}
