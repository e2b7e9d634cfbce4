package io.isthmus.lab.wan;

import io.isthmus.lab.LabFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the emulator of a running lab. Safe for any thread. */
public final class WanControl {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final Path socket;

  public WanControl(Path socket) {
    this.socket = socket;
  }

  /** Whether the emulator answers. */
  public boolean isThere() {
    try {
      return Files.exists(socket) && !list().isEmpty();
    } catch (LabFailure e) {
      return false;
    }
  }

  public List<LineStatus> list() {
    return ask(new WanRequest.ListLines()).lines();
  }

  /** The same with how the emulator itself is. */
  public WanAnswer inspect() {
    return ask(new WanRequest.ListLines());
  }

  /** Changes some fields of {@link Impairment} and leaves the others as they are. */
  public WanAnswer change(WanSelection selection, Consumer<ObjectNode> fields) {
    ObjectNode change = JSON.createObjectNode();
    fields.accept(change);
    return ask(new WanRequest.Change(selection, change));
  }

  public WanAnswer clear(WanSelection selection) {
    return ask(new WanRequest.Clear(selection));
  }

  public WanAnswer replay(WanSelection selection, Path file, double fromSeconds, double speed) {
    return ask(
        new WanRequest.Replay(selection, file.toAbsolutePath().toString(), fromSeconds, speed));
  }

  private WanAnswer ask(WanRequest request) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
        BufferedReader in =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      out.write(JSON.writerFor(WanRequest.class).writeValueAsString(request) + "\n");
      out.flush();
      String line = in.readLine();
      if (line == null) {
        throw new IOException("it hung up");
      }
      return checked(JSON.readValue(line, WanAnswer.class));
    } catch (IOException e) {
      throw new LabFailure(
          "the WAN emulator does not answer (%s): `./isthmus lab up` starts it again; a lab that was brought up with --wan=direct has none"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static WanAnswer checked(WanAnswer answer) {
    if (!answer.error().isEmpty()) {
      throw new LabFailure(answer.error());
    }
    return answer;
  }
}
