package io.isthmus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void optionsHaveValuesAndFlagsHaveNone() throws Exception {
    Options options = Options.parse("run", "--tenant", "acme", "--edge=e1", "--insecure-plaintext");

    assertThat(options.command()).isEqualTo("run");
    assertThat(options.required("tenant")).isEqualTo("acme");
    assertThat(options.required("edge")).isEqualTo("e1");
    assertThat(options.has("insecure-plaintext")).isTrue();
    assertThatThrownBy(() -> options.required("controller")).hasMessageContaining("--controller");
    assertThatThrownBy(() -> Options.parse("run", "--tenant")).hasMessageContaining("a value");
    assertThatThrownBy(() -> Options.parse("run", "--nope")).hasMessageContaining("--nope");
    assertThat(Options.parse("run", "--help").command()).isEqualTo("help");
  }

  @Test
  void plaintextStaysOnThisMachineUnlessAllowed() throws Exception {
    assertThat(ControllerAddress.parse("[::1]:7443", false).port()).isEqualTo(7443);
    assertThat(ControllerAddress.parse("127.0.0.1:7443", false).host()).isEqualTo("127.0.0.1");
    assertThat(ControllerAddress.parse("192.0.2.1:7443", true).host()).isEqualTo("192.0.2.1");
    assertThatThrownBy(() -> ControllerAddress.parse("192.0.2.1:7443", false))
        .hasMessageContaining("--insecure-plaintext");
    assertThatThrownBy(() -> ControllerAddress.parse("127.0.0.1:0", false))
        .hasMessageContaining("port");
  }

  @Test
  void jsonIsWrittenWithEscapes() {
    assertThat(Json.write(Map.of("a", List.of(1, true, "x\"\n"))))
        .isEqualTo("{\"a\":[1,true,\"x\\\"\\u000a\"]}");
  }
}
