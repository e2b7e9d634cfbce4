package io.isthmus.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Tests that make namespaces need root; elsewhere they are skipped, and say so. */
public final class Root {
  private Root() {}

  public static void assume() throws IOException {
    Assumptions.assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "only root can make network namespaces");
  }
}
