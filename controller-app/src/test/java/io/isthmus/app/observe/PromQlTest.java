package io.isthmus.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void selectorsAreToldApartFromFunctionsWordsAndLabels() {
    PromQl parsed =
        PromQl.parse(
            """
            histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{x="b(c) by {d}", y=~'e'}[5m])))
              / on (instance) group_left () max without (z) (f_total) > bool 1e3 and g unless h
            """);

    assertThat(parsed.selectors())
        .containsExactly(
            new PromQl.Selector("a_bucket", Set.of("x", "y")),
            new PromQl.Selector("f_total", Set.of()),
            new PromQl.Selector("g", Set.of()),
            new PromQl.Selector("h", Set.of()));
    assertThat(parsed.grouped()).containsExactlyInAnyOrder("le", "job", "instance", "z");
  }
}
