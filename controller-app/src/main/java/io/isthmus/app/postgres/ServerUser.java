package io.isthmus.app.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL runs as. It refuses to run as root, so that a controller that runs as
 * root (to make network namespaces, or in a container) starts it in a user namespace in which root
 * is nobody; where user namespaces are switched off, as the user {@code postgres} or {@code
 * nobody}.
 *
 * @param prefix put before each of PostgreSQL's commands; each of them execs, so that the process
 *     id stays that of the command
 * @param owner who must own the files, where that is not the controller's own user
 */
record ServerUser(List<String> prefix, List<UserPrincipal> owner) {

  ServerUser {
    prefix = List.copyOf(prefix);
    owner = List.copyOf(owner);
  }

  static ServerUser forThisProcess() {
    if (new UnixSystem().getUid() != 0) {
      return new ServerUser(List.of(), List.of());
    }
    if (succeeds(List.of("unshare", "-U", "true"))) {
      return new ServerUser(List.of("unshare", "-U"), List.of(principal("root")));
    }
    String user = succeeds(List.of("id", "-u", "postgres")) ? "postgres" : "nobody";
    List<String> drop =
        List.of("setpriv", "--reuid=" + user, "--regid=" + groupOf(user), "--clear-groups");
    if (succeeds(Stream.concat(drop.stream(), Stream.of("true")).toList())) {
      return new ServerUser(drop, List.of(principal(user)));
    }
    throw new StorageException(
        "PostgreSQL refuses to run as root, and neither unshare nor setpriv can leave root here",
        "Run the controller as an ordinary user, or point it at a PostgreSQL of your own with"
            + " SPRING_DATASOURCE_URL.");
  }

  /** Hands a file tree over to the user, where it belongs to somebody else. */
  void own(Path root) throws IOException {
    for (UserPrincipal user : owner) {
      if (!Files.exists(root) || Files.getOwner(root).equals(user)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.setAttribute(file, "posix:owner", user, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  /** Refuses a directory that the user cannot enter, as it is with those below root's home. */
  void requireEntryTo(Path directory) {
    if (!owner.isEmpty() && !succeeds(command("test", "-x", directory.toString()))) {
      throw new StorageException(
          "PostgreSQL refuses to run as root, and %s, whom it runs as here, cannot enter %s"
              .formatted(owner.getFirst().getName(), directory),
          "Set isthmus.data-dir and isthmus.cache-dir to directories that everybody may enter, such"
              + " as /var/lib/isthmus and /var/cache/isthmus, or run the controller as an ordinary"
              + " user.");
    }
  }

  List<String> command(String... command) {
    return Stream.concat(prefix.stream(), Stream.of(command)).toList();
  }

  private static UserPrincipal principal(String user) {
    try {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(user);
    } catch (IOException e) {
      throw new IllegalStateException("there is no user " + user, e);
    }
  }

  private static String groupOf(String user) {
    try {
      Process id = new ProcessBuilder("id", "-g", user).start();
      return new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      return user;
    }
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
