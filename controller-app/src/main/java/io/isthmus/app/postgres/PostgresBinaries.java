package io.isthmus.app.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL binaries that come with the controller, unpacked once per release into a cache
 * that controllers share. A directory in the cache is whole or absent: it is unpacked under another
 * name and moved into place.
 */
record PostgresBinaries(Path home) {

  static PostgresBinaries unpackedIn(Path cacheDir) {
    String archive = archiveName();
    try {
      Path home =
          cacheDir
              .toAbsolutePath()
              .normalize()
              .resolve("postgres-%08x".formatted(checksumOf(archive)));
      if (!Files.isDirectory(home)) {
        unpack(archive, home);
      }
      return new PostgresBinaries(home);
    } catch (IOException e) {
      throw new StorageException(
          "the PostgreSQL binaries cannot be unpacked into %s: %s".formatted(cacheDir, e),
          "Set isthmus.cache-dir to a directory that this user may write to, with 100 MB free.",
          e);
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (system.equals("linux")) {
      switch (architecture) {
        case "amd64", "x86_64" -> {
          return "/postgres-linux-x86_64.txz";
        }
        case "aarch64", "arm64" -> {
          return "/postgres-linux-arm_64.txz";
        }
        default -> {}
      }
    }
    throw new StorageException(
        "there is no embedded PostgreSQL for %s on %s".formatted(system, architecture),
        "Point the controller at a PostgreSQL of your own with SPRING_DATASOURCE_URL,"
            + " SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.");
  }

  /** The archive itself names its release nowhere; its checksum does as a name, and costs 20 ms. */
  private static long checksumOf(String archive) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(open(archive), checksum)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return checksum.getValue();
  }

  private static InputStream open(String archive) {
    @Nullable InputStream in = PostgresBinaries.class.getResourceAsStream(archive);
    if (in == null) {
      throw new IllegalStateException(
          "the PostgreSQL archive " + archive + " is not on the class path");
    }
    return in;
  }

  private static void unpack(String archive, Path home) throws IOException {
    Path cache = home.resolveSibling(".");
    Files.createDirectories(cache);
    Path unpacking = Files.createTempDirectory(cache.normalize(), ".unpacking-");
    try {
      // Another user may run the server, see ServerUser.
      Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          write(entry, tar, unpacking);
        }
      }
      moveIntoPlace(unpacking, home);
    } finally {
      deleteTree(unpacking);
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive entry " + entry.getName() + " leads out of the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void moveIntoPlace(Path unpacked, Path home) throws IOException {
    try {
      Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another controller was faster; what it unpacked is the same.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  static void deleteTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String initdb() {
    return home.resolve("bin/initdb").toString();
  }

  String postgres() {
    return home.resolve("bin/postgres").toString();
  }
}
