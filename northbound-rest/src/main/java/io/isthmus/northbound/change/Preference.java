package io.isthmus.northbound.change;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the client would wait for the edges (RFC 7240, {@code Prefer: wait=N}). A preference is
 * a wish: one that cannot be read is passed over, a longer one than the longest is cut.
 */
public record Preference(Optional<Duration> patience) {
  /** Not to wait. */
  public static final Preference NONE = new Preference(Optional.empty());

  private static final int LONGEST_SECONDS = 60;
  private static final Pattern WAIT =
      Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=$|[,;])");

  static Preference of(HttpServletRequest request) {
    String header = String.join(",", Collections.list(request.getHeaders("Prefer")));
    Matcher matcher = WAIT.matcher(header);
    return new Preference(
        matcher.find()
            ? Optional.of(
                Duration.ofSeconds(Math.min(LONGEST_SECONDS, Integer.parseInt(matcher.group(1)))))
            : Optional.empty());
  }
}
