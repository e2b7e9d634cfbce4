package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever a client asks for, with all rights, is done or refused: the controller never fails, and
 * what it refuses changes nothing. The bytes are requests as {@link FuzzRequests} reads them. See
 * docs/fuzzing.md.
 */
class RestFuzzTest {
  private static final Duration SLOW = Duration.ofSeconds(60);

  private static FuzzRequests requests;

  /** Started by the first input: what is loaded before is not measured. */
  private static FuzzStack stack;

  @BeforeAll
  static void read() throws IOException {
    requests = new FuzzRequests();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @FuzzTest(maxDuration = "10m")
  @DictionaryFile(resourcePath = "/io/isthmus/northbound/rest.dict")
  void whateverIsAskedForIsDoneOrRefused(byte[] input) {
    stack = stack == null ? new FuzzStack() : stack.asNew();
    long began = System.nanoTime();
    for (FuzzRequests.Request request :
        requests.read(new String(input, StandardCharsets.ISO_8859_1))) {
      Object before = stack.state();
      int status = stack.send(request);
      assertThat(status).as("%s", request).isLessThan(500);
      if (status >= 400 || request.isReading()) {
        assertThat(stack.state()).as("after %d to %s", status, request).isEqualTo(before);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).as("slowness").isLessThan(SLOW);
  }
}
