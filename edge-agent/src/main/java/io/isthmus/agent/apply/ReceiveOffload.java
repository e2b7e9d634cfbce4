package io.isthmus.agent.apply;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long the VXLAN device waits for more of the same TCP stream before it hands packets on as one
 * (Linux, {@code gro_flush_timeout}). {@code wireguard-go} delivers packets singly, and without the
 * wait each would be classified, filtered and routed alone.
 *
 * <p>The kernel has the setting in sysfs alone. Where that cannot be written, as in many
 * containers, packets go singly, which costs processor time and nothing else.
 */
final class ReceiveOffload {

  /** Beyond the time that wireguard-go takes for a packet; far below what a WAN takes. */
  private static final String TIMEOUT_NANOS = "100000";

  private final Path setting;

  ReceiveOffload(String device) {
    setting = Path.of("/sys/class/net", device, "gro_flush_timeout");
  }

  void ensure() {
    try {
      if (Files.exists(setting) && !Files.readString(setting).strip().equals(TIMEOUT_NANOS)) {
        try (FileOutputStream file = new FileOutputStream(setting.toFile())) {
          file.write(TIMEOUT_NANOS.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // Read-only, or the device has gone: nothing depends on it.
      return;
    }
  }
}
