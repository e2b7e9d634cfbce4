package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.failing.Failing;
import io.isthmus.northbound.Api.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a client sees of failures that are not its own. */
@SpringBootTest(
    classes = {TestController.class, Failing.class},
    webEnvironment = WebEnvironment.RANDOM_PORT)
class FailureTest {
  @LocalServerPort int port;

  @Test
  void aBugIsNamedAndTellsNothing() {
    Answer answer = Api.ofRoot(port).get("/api/v1/failing/bug");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("instance").asString()).startsWith("urn:uuid:");
    assertThat(answer.text()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void aDatabaseThatIsAwayIsSomethingToWaitFor() {
    for (String kind : new String[] {"access", "transaction"}) {
      Answer answer = Api.ofRoot(port).get("/api/v1/failing/" + kind);

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("STORE_UNAVAILABLE");
      assertThat(answer.header("Retry-After")).isNotEmpty();
      assertThat(answer.text()).doesNotContain("secret");
    }
  }
}
