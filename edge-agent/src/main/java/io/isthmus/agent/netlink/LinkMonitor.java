package io.isthmus.agent.netlink;

import java.io.IOException;

/**
 * Tells at once when a device comes, goes, gets or loses its carrier, or when addresses change, in
 * the namespace of the thread that opened it. For a thread that waits for other things as well: it
 * waits for {@link #descriptor} among them.
 */
public final class LinkMonitor implements AutoCloseable {

  private static final int IFF_UP = 1;

  /** The carrier is there, as far as the device can tell. */
  private static final int IFF_RUNNING = 0x40;

  private static final int FLAGS = 8;

  private final NetlinkSocket socket;
  private final Attributes attributes = new Attributes();

  private LinkMonitor(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Hears of what is, after {@link #refresh}, and of what changes. */
  public interface Receiver {
    void device(int index, String name, Carrier carrier);

    void deviceGone(int index, String name);

    void addressesChanged();

    /** Everything that {@link #refresh} asked for was told. */
    void refreshed();

    /** Notifications were lost: ask by {@link #refresh}. */
    void overrun();
  }

  /** Whether a device can carry packets. */
  public enum Carrier {
    UP,
    DOWN
  }

  public static LinkMonitor open() throws IOException {
    NetlinkSocket socket = new NetlinkSocket(NetlinkSocket.ROUTE);
    socket.join(Rtnetlink.GROUP_LINK);
    socket.join(Rtnetlink.GROUP_IPV4_ADDR);
    socket.join(Rtnetlink.GROUP_IPV6_ADDR);
    return new LinkMonitor(socket);
  }

  public int descriptor() {
    return socket.descriptor();
  }

  /** Asks the kernel to tell of every device; the answers come by {@link #read}. */
  public void refresh() throws IOException {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      MessageWriter writer = new MessageWriter(arena);
      LinkCodec.writeDump(writer, 1);
      socket.send(writer);
    }
  }

  /** Hands out all that is there, without waiting. */
  public void read(Receiver receiver) throws IOException {
    boolean more = true;
    while (more) {
      try {
        more = socket.receiveNow(message -> message(message, receiver));
      } catch (LibC.ErrnoException e) {
        if (e.errno() != LibC.ENOBUFS) {
          throw e;
        }
        receiver.overrun();
      }
    }
  }

  private void message(Message message, Receiver receiver) {
    // Bridges speak of their ports with the same messages.
    if (message.type() >= Rtnetlink.NEW_LINK
        && message.type() <= Rtnetlink.DEL_LINK
        && message.buffer().get(message.body()) != 0) {
      return;
    }
    switch (message.type()) {
      case Rtnetlink.NEW_LINK -> {
        String name = LinkCodec.readName(message, attributes);
        int flags = message.buffer().getInt(message.body() + FLAGS);
        boolean up = (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
        receiver.device(LinkCodec.index(message), name, up ? Carrier.UP : Carrier.DOWN);
      }
      case Rtnetlink.DEL_LINK ->
          receiver.deviceGone(LinkCodec.index(message), LinkCodec.readName(message, attributes));
      case Rtnetlink.NEW_ADDR, Rtnetlink.DEL_ADDR -> receiver.addressesChanged();
      case Message.DONE -> receiver.refreshed();
      default -> {}
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
