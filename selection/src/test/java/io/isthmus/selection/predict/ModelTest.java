package io.isthmus.selection.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
  private final String text = Models.failFast(7, 9).toText();

  @Test
  void aModelIsReadAsItWasWritten() {
    Model read = Model.parse(text);

    assertThat(read.toText()).isEqualTo(text);
    assertThat(read.note()).isEqualTo("by hand");
    assertThat(read.policy(Mode.STABLE).holdDownSeconds()).isEqualTo(7);
    assertThat(read.policy(Mode.STABLE).patienceSeconds()).isEqualTo(9);
    assertThat(read.policy(Mode.QUALITY).weights()).contains(10, 1, 0);
  }

  @Test
  void theShippedModelHoldsDownInBothModes() {
    assertThat(Model.shipped().policy(Mode.QUALITY).holdDownSeconds()).isPositive();
    assertThat(Model.shipped().policy(Mode.STABLE).holdDownSeconds()).isEqualTo(60);
  }

  @Test
  void anotherVersionIsRefusedByName() {
    assertThatThrownBy(() -> Model.parse(text.replace("predictor 1", "predictor 2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'isthmus-predictor 2'")
        .hasMessageContaining("reads version 1")
        .hasMessageContaining("isthmus replay train");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "isthmus-predictor 1 | something else | its first line is no",
        "features violated | features violated calmness | other features",
        "quality.patience 9.0 | quality.patience soon | 'soon' is no number",
        "quality.patience 9.0 | quality.patience 0 | patience 0.0 is out of range",
        "quality.growth | quality.grows | no line 'quality.growth'",
        "stable.weights 10.0 | stable.weights 10.0 4.0 | 34 weights for 33 features",
        "stable.weights 10.0 | stable.weights NaN | weight NaN is out of range",
        "stable.hold-down 7.0 | quality.hold-down 7.0 | says it twice",
      })
  void aBrokenModelIsRefused(String from, String to, String why) {
    assertThat(text).contains(from);

    assertThatThrownBy(() -> Model.parse(text.replace(from, to)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
