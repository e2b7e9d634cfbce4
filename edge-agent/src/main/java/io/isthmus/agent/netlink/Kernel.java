package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the routing side of one network namespace: that of the thread that opened it.
 * One thread uses it at a time.
 */
public final class Kernel implements AutoCloseable {

  /** A dump that others keep interrupting is an error after this many attempts. */
  private static final int MAX_DUMP_ATTEMPTS = 20;

  private final NetlinkSocket socket;
  private final Arena arena = Arena.ofShared();
  private final MessageWriter writer;
  private final DeviceIndexes indexes = new DeviceIndexes();
  private final MessageTrace trace;
  private final KernelReader reader;
  private int nextSequence = 1;

  private Kernel(
      NetlinkSocket socket, MessageTrace trace, Instance instance, Predicate<String> addressed) {
    this.writer = new MessageWriter(arena, instance);
    this.socket = socket;
    this.trace = trace;
    this.reader = new KernelReader(this, instance, addressed, indexes);
  }

  public static Kernel open(MessageTrace trace, Instance instance) throws IOException {
    return open(trace, instance, device -> false);
  }

  /**
   * @param addressed devices whose addresses are the agent's, beside those that it makes here
   */
  public static Kernel open(MessageTrace trace, Instance instance, Predicate<String> addressed)
      throws IOException {
    return new Kernel(new NetlinkSocket(NetlinkSocket.ROUTE), trace, instance, addressed);
  }

  /** One refused change. */
  public record Failure(Change change, NetlinkException cause) {

    /** What a device took with it when it went need not be removed any more. */
    public boolean isGoneAlready() {
      return change.verb() == Change.Verb.REMOVE && cause.isNotFound();
    }
  }

  /** Tells notifications that this socket caused from those of others. */
  public int port() {
    return socket.port();
  }

  /** What a refusal means for the changes after it. */
  public enum OnFailure {
    /** Those in the same send are done, later ones are not asked for. */
    STOP,
    CONTINUE
  }

  /**
   * Asks for the changes in order, in as few sends as fit, and returns what was refused; empty
   * means that all is done.
   */
  public List<Failure> execute(List<Change> changes, OnFailure onFailure) throws IOException {
    List<Failure> failures = new ArrayList<>();
    int position = 0;
    while (position < changes.size() && (failures.isEmpty() || onFailure == OnFailure.CONTINUE)) {
      Batch batch = new Batch(writer, indexes, nextSequence, trace);
      position = fill(batch, changes, position, failures);
      nextSequence += batch.size();
      if (batch.size() > 0) {
        failures.addAll(exchange(batch));
      }
    }
    return failures;
  }

  private int fill(Batch batch, List<Change> changes, int from, List<Failure> failures)
      throws IOException {
    int position = from;
    while (position < changes.size() && !batch.isFull()) {
      Change change = changes.get(position);
      try {
        position += batch.write(changes, position);
      } catch (NetlinkException e) {
        failures.add(new Failure(change, e));
        position++;
      }
      // What follows needs the new device's index.
      if (change.object() instanceof VxlanDevice && change.verb() != Change.Verb.REPLACE) {
        break;
      }
    }
    return position;
  }

  private List<Failure> exchange(Batch batch) throws IOException {
    batch.lines().forEach(trace::sending);
    socket.send(writer);
    List<Failure> failures = new ArrayList<>();
    int[] awaited = {batch.size()};
    boolean[] devicesChanged = {false};
    while (awaited[0] > 0) {
      socket.receive(message -> {
        if (message.type() == Message.ERROR && batch.holds(message.sequence())) {
          awaited[0]--;
          Change change = batch.changeOf(message.sequence());
          devicesChanged[0] |= change.object() instanceof VxlanDevice;
          if (message.errno() != 0) {
            failures.add(new Failure(change, message.failure(change.toString())));
          }
        }
      });
    }
    if (devicesChanged[0]) {
      indexes.learn(interfaces());
    }
    return failures;
  }

  /** All devices with their addresses. */
  public Interfaces interfaces() throws IOException {
    return reader.interfaces();
  }

  /** Everything that the agent owns in the namespace. */
  public KernelState dump() throws IOException {
    return reader.dump();
  }

  /** Next hops of default routes in the main table, whoever made them, by device. */
  public Map<String, List<IpAddress>> gateways() throws IOException {
    return reader.gateways();
  }

  /** Makes a device of a kind that needs no settings, down. */
  public void createDevice(String name, String kind) throws IOException {
    require(
        "add link " + name, (w, sequence) -> LinkCodec.writeCreateOfKind(w, sequence, name, kind));
  }

  /** Brings a device up that has no addresses but those that it is given. */
  public void configureDevice(String name, int mtu) throws IOException {
    require(
        "replace link " + name + " addrgenmode none",
        (w, sequence) -> LinkCodec.writeNoGeneratedAddress(w, sequence, name));
    require(
        "replace link " + name + " up", (w, sequence) -> LinkCodec.writeUp(w, sequence, name, mtu));
    indexes.learn(interfaces());
  }

  public void removeDevice(String name) throws IOException {
    require("remove link " + name, (w, sequence) -> LinkCodec.writeRemove(w, sequence, name));
  }

  private void require(String what, Request request) throws IOException {
    trace.sending(what);
    int errno = ask(request);
    if (errno != 0) {
      throw new NetlinkException(what, errno, "", -1);
    }
  }

  /** For trying what the kernel can do: whether it takes a message that the caller writes. */
  boolean accepts(Request request) throws IOException {
    return ask(request) == 0;
  }

  private int ask(Request request) throws IOException {
    int sequence = nextSequence++;
    writer.clear();
    request.write(writer, sequence);
    socket.send(writer);
    int[] errno = {-1};
    while (errno[0] < 0) {
      socket.receive(message -> {
        if (message.type() == Message.ERROR && message.sequence() == sequence) {
          errno[0] = message.errno();
        }
      });
    }
    return errno[0];
  }

  interface Request {
    void write(MessageWriter writer, int sequence);
  }

  /** A dump during which the kernel's tables changed may miss something: it is done again. */
  void dump(Request request, Runnable restart, Consumer<Message> reader) throws IOException {
    for (int attempt = 0; attempt < MAX_DUMP_ATTEMPTS; attempt++) {
      restart.run();
      if (tryDump(request, reader)) {
        return;
      }
    }
    throw new IOException(
        "the kernel's tables kept changing during " + MAX_DUMP_ATTEMPTS + " dumps");
  }

  private boolean tryDump(Request request, Consumer<Message> reader) throws IOException {
    int sequence = nextSequence++;
    writer.clear();
    request.write(writer, sequence);
    socket.send(writer);
    DumpProgress progress = new DumpProgress(sequence, reader);
    while (!progress.done) {
      socket.receive(progress);
    }
    if (progress.failure != null) {
      throw progress.failure;
    }
    return !progress.interrupted;
  }

  private static final class DumpProgress implements Consumer<Message> {
    private final int sequence;
    private final Consumer<Message> reader;
    private boolean done;
    private boolean interrupted;
    private @Nullable NetlinkException failure;

    DumpProgress(int sequence, Consumer<Message> reader) {
      this.sequence = sequence;
      this.reader = reader;
    }

    @Override
    public void accept(Message message) {
      if (message.sequence() != sequence) {
        return;
      }
      interrupted |= message.isDumpInterrupted();
      if (message.type() == Message.DONE || message.type() == Message.ERROR) {
        done = true;
        failure = message.errno() == 0 ? null : message.failure("dump");
      } else {
        reader.accept(message);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    arena.close();
  }
}
