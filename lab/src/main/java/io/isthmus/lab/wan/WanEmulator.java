package io.isthmus.lab.wan;

import io.isthmus.lab.kernel.Descriptors;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process that a lab's WANs pass through. Ends with the lab's namespaces, or when it is told
 * to.
 */
public final class WanEmulator {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  private WanEmulator() {}

  /**
   * Arguments: name of the lab, file of its intent, path of the control socket; or, where there are
   * no rooms, a file of wires and the path of the control socket.
   */
  public static void main(String[] arguments) throws IOException {
    List<Wire> wires =
        arguments.length == 2
            ? Wire.read(Path.of(arguments[0]))
            : Wire.of(new LabName(arguments[0]), LabIntent.read(Path.of(arguments[1])));
    Path socket = Path.of(arguments[arguments.length - 1]);
    Emulator emulator = new Emulator(wires, System.nanoTime());
    Descriptors.Priority priority = emulator.hurry();
    WanDesk desk = new WanDesk(emulator.lines(), priority.name());
    ServerSocketChannel server = listen(socket);
    Thread.ofVirtual().name("control").start(() -> serve(server, desk));
    System.out.printf("%d wires, scheduled %s, control by %s%n", wires.size(), priority, socket);
    Thread.ofVirtual().name("watch").start(() -> endWithout(wires));
    emulator.run();
  }

  /** An open TAP keeps a deleted namespace alive, so the kernel does not tell. */
  private static void endWithout(List<Wire> wires) {
    try {
      while (wires.stream().allMatch(Wire::exists)) {
        Thread.sleep(WATCH_INTERVAL);
      }
      System.out.println("the lab's namespaces are gone");
      System.exit(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(socket));
  }

  private static void serve(ServerSocketChannel server, WanDesk desk) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> serve(client, desk));
      }
    } catch (IOException e) {
      System.err.println("no more requests are taken: " + e);
    }
  }

  private static void serve(SocketChannel client, WanDesk desk) {
    try (client;
        BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        Writer out = Channels.newWriter(client, StandardCharsets.UTF_8)) {
      String line = in.readLine();
      if (line != null) {
        out.write(JSON.writeValueAsString(answer(line, desk)) + "\n");
      }
    } catch (IOException e) {
      System.err.println("a request was not answered: " + e);
    }
  }

  private static WanAnswer answer(String line, WanDesk desk) {
    try {
      return desk.answer(JSON.readValue(line, WanRequest.class));
    } catch (JacksonException e) {
      return desk.refusal("no request: " + e.getOriginalMessage());
    }
  }
}
