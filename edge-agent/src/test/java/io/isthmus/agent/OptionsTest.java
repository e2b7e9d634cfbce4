package io.isthmus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.agent.control.Json;
import io.isthmus.agent.identity.ControllerAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void optionsHaveValuesAndFlagsHaveNone() throws Exception {
    Options options = Options.parse("join", "--controller", "c:1", "--edge=e1", "--json");

    assertThat(options.command()).isEqualTo("join");
    assertThat(options.required("controller")).isEqualTo("c:1");
    assertThat(options.required("edge")).isEqualTo("e1");
    assertThat(options.has("json")).isTrue();
    assertThatThrownBy(() -> options.required("token")).hasMessageContaining("--token");
    assertThatThrownBy(() -> Options.parse("run", "--controller")).hasMessageContaining("a value");
    assertThatThrownBy(() -> Options.parse("run", "--nope")).hasMessageContaining("--nope");
    assertThat(Options.parse("run", "--help").command()).isEqualTo("help");
  }

  @Test
  void controllersAreAddressesWithCommasBetween() {
    assertThat(ControllerAddress.parseAll("[::1]:7443, 192.0.2.1:1"))
        .containsExactly(new ControllerAddress("::1", 7443), new ControllerAddress("192.0.2.1", 1));
    assertThatThrownBy(() -> ControllerAddress.parse("127.0.0.1:0")).hasMessageContaining("port");
    assertThatThrownBy(() -> ControllerAddress.parseAll("a:1,,b:2"))
        .hasMessageContaining("HOST:PORT");
  }

  @Test
  void instancesAreFewAndTheFirstIsZero() throws Exception {
    assertThat(Options.parse("run").number("instance", 15)).isZero();
    assertThat(Options.parse("run", "--instance=15").number("instance", 15)).isEqualTo(15);
    assertThatThrownBy(() -> Options.parse("run", "--instance=16").number("instance", 15))
        .hasMessageContaining("0–15");
  }

  @Test
  void jsonIsWrittenWithEscapes() {
    assertThat(Json.write(Map.of("a", List.of(1, true, "x\"\n"))))
        .isEqualTo("{\"a\":[1,true,\"x\\\"\\u000a\"]}");
  }
}
