package io.isthmus.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a        | a         | true",
        "a        | b         | false",
        "a        | a;b       | false",
        "a…c      | abc       | true",
        "a…c      | a;c       | false",
        "…        | a;b       | true",
        "a;…;d    | a;b;c;d   | true",
        "a;…;d    | a;d       | true",
        "a;…;d    | a;b       | false",
        "a;…      | a         | true",
        "1.2 ms   | 1x2 ms    | false",
        "…: ok    | step: ok  | true"
      })
  void anEllipsisStandsForWhatVaries(String shown, String printed, boolean matches) {
    Expected expected = new Expected(shown.replace(';', '\n'));

    assertThat(expected.matches(printed.replace(';', '\n') + "\n")).isEqualTo(matches);
  }
}
