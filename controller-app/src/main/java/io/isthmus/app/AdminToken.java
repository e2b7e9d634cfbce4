package io.isthmus.app;

import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.Authentication;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of the first administrator: made where nobody could make one by REST, and written to a
 * file that its owner alone can read, unless that file holds one already. Never logged.
 */
final class AdminToken {
  static final String NAME = "first-admin";
  private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
  private static final FileAttribute<?> OWNER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final ApiTokens tokens;
  private final Path file;

  AdminToken(ApiTokens tokens, Path file) {
    this.tokens = tokens;
    this.file = file.toAbsolutePath();
  }

  /** Sees to it that there is an administrator's token, and says where it is. */
  void ensure() {
    if (!tokens.hasAdmin()) {
      if (!adopt()) {
        make();
      }
    } else if (!isInForce() && Files.notExists(file) && neverUsed().isPresent()) {
      // The controller was killed between making the token and writing it: nobody has it.
      tokens.revoke(Actor.SYSTEM, neverUsed().get().id());
      make();
    } else if (isInForce()) {
      log.info("an admin's API token is in {}", file);
    }
  }

  /** Makes another one for who has lost the token, and ends the first administrator's others. */
  void renew() {
    List<ApiToken> old =
        tokens.list(Optional.empty()).stream()
            .filter(token -> token.name().equals(NAME) && !token.isRevoked())
            .toList();
    make();
    old.forEach(token -> tokens.revoke(Actor.SYSTEM, token.id()));
  }

  /** A token that lies in the file before there is any, as a mounted secret does, is taken over. */
  private boolean adopt() {
    try {
      if (Files.notExists(file)) {
        return false;
      }
      boolean taken =
          tokens
              .adopt(
                  Actor.SYSTEM,
                  NAME,
                  Set.of(Grant.everywhere(Role.ADMIN)),
                  Files.readString(file).strip())
              .isPresent();
      if (taken) {
        log.info("took over the admin's API token from {}", file);
      }
      return taken;
    } catch (IOException e) {
      throw new UncheckedIOException("the admin's token in %s cannot be read".formatted(file), e);
    }
  }

  private void make() {
    // What cannot be written must not be made: nobody would ever have it.
    Path draft = draft();
    try {
      ApiTokens.Created created =
          tokens.create(Actor.SYSTEM, NAME, Set.of(Grant.everywhere(Role.ADMIN)), Optional.empty());
      Files.writeString(
          draft,
          created.secret() + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the admin's token cannot be written to " + file, e);
    }
    log.warn(
        "wrote an admin's API token to {}: make tokens of your own with it (isthmus token create) and keep it safe",
        file);
  }

  private Path draft() {
    try {
      Files.createDirectories(file.getParent());
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      return Files.createFile(draft, OWNER_ALONE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the admin's token cannot be written to %s: make its directory writable, or set isthmus.security.admin-token-file"
              .formatted(file),
          e);
    }
  }

  private boolean isInForce() {
    try {
      return Files.exists(file)
          && tokens.authenticate(Files.readString(file).strip()) instanceof Authentication.Accepted;
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<ApiToken> neverUsed() {
    return tokens.list(Optional.empty()).stream()
        .filter(token ->
            token.name().equals(NAME) && !token.isRevoked() && token.lastUsedAt().isEmpty())
        .findFirst();
  }
}
