package io.isthmus.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PortraitTest {
  private record Inner(IpAddress address, double rate) {}

  private record Outer(
      Name name,
      Role role,
      Optional<Name> absent,
      OptionalInt number,
      Duration time,
      BigInteger serial,
      List<Inner> inner,
      Map<Name, Long> counts) {}

  @Test
  void aRecordBecomesPlainData() {
    Outer value =
        new Outer(
            Name.of("on-1"),
            Role.ADMIN,
            Optional.empty(),
            OptionalInt.of(7),
            Duration.ofSeconds(5),
            BigInteger.ONE.shiftLeft(100),
            List.of(new Inner(IpAddress.parse("192.0.2.1"), Double.NaN)),
            Map.of(Name.of("e1"), 3L));

    assertThat(Portrait.of(value))
        .isEqualTo(
            Map.of(
                "name",
                "on-1",
                "role",
                "ADMIN",
                "number",
                7,
                "time",
                "PT5S",
                "serial",
                "10000000000000000000000000",
                "inner",
                List.of(Map.of("address", "192.0.2.1", "rate", "NaN")),
                "counts",
                Map.of("e1", 3L)));
  }
}
