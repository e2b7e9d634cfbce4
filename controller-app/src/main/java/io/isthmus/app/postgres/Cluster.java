package io.isthmus.app.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's files on disk: made by initdb when there are none, and used as they are from then
 * on. The files are whole or absent: initdb works under another name, which becomes the real one
 * last.
 *
 * @param files the directory that PostgreSQL calls PGDATA
 * @param password of the one role; local users without it cannot reach the database
 */
record Cluster(Path files, String password) {

  static final String ROLE = "isthmus";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final String RELEASE = "17";

  static Cluster openOrCreate(DataDirectory directory, PostgresBinaries binaries, ServerUser user) {
    Path files = directory.resolve("postgres");
    Path passwordFile = directory.resolve("postgres.password");
    try {
      if (!Files.isDirectory(files)) {
        writePassword(passwordFile);
        user.own(passwordFile);
        create(files, passwordFile, binaries, user);
      }
      user.own(files);
      requireRelease(files);
      return new Cluster(files, Files.readString(passwordFile).strip());
    } catch (IOException e) {
      throw new StorageException(
          "the embedded PostgreSQL in %s cannot be opened: %s".formatted(directory.path(), e),
          "Check the owner and the permissions of that directory.",
          e);
    }
  }

  private static void writePassword(Path file) throws IOException {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
  }

  private static void create(
      Path files, Path passwordFile, PostgresBinaries binaries, ServerUser user)
      throws IOException {
    Path unfinished = files.resolveSibling("postgres.unfinished");
    PostgresBinaries.deleteTree(unfinished);
    Files.createDirectory(unfinished);
    user.own(unfinished);
    log.info("Making a new PostgreSQL in {}", files);
    run(
        user.command(
            binaries.initdb(),
            "--pgdata=" + unfinished,
            "--username=" + ROLE,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--data-checksums",
            "--no-instructions"));
    Files.move(unfinished, files, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(java.util.List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("initdb failed:\n" + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during initdb", e);
    }
  }

  private static void requireRelease(Path files) throws IOException {
    String release = Files.readString(files.resolve("PG_VERSION")).strip();
    if (!release.equals(RELEASE)) {
      throw new StorageException(
          "%s was written by PostgreSQL %s and this controller brings release %s"
              .formatted(files, release, RELEASE),
          "Dump it with the older controller's PostgreSQL and restore it into a new data directory.");
    }
  }
}
