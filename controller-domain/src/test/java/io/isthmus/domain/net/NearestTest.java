package io.isthmus.domain.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<Name> EDGES =
      List.of("edge-nice", "cloud-paris", "on-1", "on-2", "on-3", "on-4", "a").stream()
          .map(Name::of)
          .toList();

  @ParameterizedTest
  @CsvSource({
    "edge-nize, 'did you mean edge-nice? '",
    "egde-niec, 'did you mean edge-nice? '",
    "EDGE-NICE, 'did you mean edge-nice? '",
    "cloud-pris, 'did you mean cloud-paris? '",
    "on-9, 'did you mean on-1, on-2 or on-3? '",
    "no-4, 'did you mean on-4? '",
    "voice, ''",
    "far-edge-van, ''",
  })
  void fewEditsMakeWhatWasMeant(String word, String question) {
    assertThat(Nearest.question(word, EDGES)).isEqualTo(question);
  }

  @ParameterizedTest
  @CsvSource({"64, 'did you mean x{64}y? '", "65, ''"})
  void longWordsAreNotCompared(int length, String question) {
    String word = "x".repeat(length);

    assertThat(Nearest.question(word, Collections.singleton(word + "y")))
        .isEqualTo(question.replace("x{64}", "x".repeat(64)));
  }
}
