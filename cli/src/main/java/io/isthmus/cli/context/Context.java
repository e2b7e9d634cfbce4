package io.isthmus.cli.context;

import org.jspecify.annotations.Nullable;

/**
 * A controller, and how it is asked. Each part may be left out.
 *
 * @param token the token itself; at most one of it and {@code tokenFile}
 * @param tokenFile a file that holds the token
 */
public record Context(
    @Nullable String url,
    @Nullable String tenant,
    @Nullable String token,
    @Nullable String tokenFile,
    @Nullable String caFile) {
  public static final Context NONE = new Context(null, null, null, null, null);
}
