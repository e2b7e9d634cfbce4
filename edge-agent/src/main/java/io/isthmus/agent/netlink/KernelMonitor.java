package io.isthmus.agent.netlink;

import io.isthmus.agent.net.Instance;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Listens for changes in a namespace that concern the agent and that the agent did not cause. It
 * says what kind of thing changed, never how: whoever wants to know looks at the kernel, which is
 * right even where notifications were lost.
 */
public final class KernelMonitor implements AutoCloseable {

  /** How long {@link #close} may go unnoticed. */
  private static final int POLL_MILLIS = 500;

  private static final int GROUP_NFTABLES = 7;
  private static final int NFT_NEW_GENERATION = 10 << 8 | 15;
  private static final int NFT_BODY = 4;
  private static final int NFTA_TABLE = 1;
  private static final int NFTA_PROCESS = 2;

  private final NetlinkSocket route;
  private final NetlinkSocket netfilter;
  private final int ownPort;
  private final Instance instance;
  private final Attributes attributes = new Attributes();
  private boolean tableTouched;
  private volatile boolean closed;

  /** What happened. */
  public sealed interface Event {}

  /** One of the agent's own objects, or what stands on it, changed. */
  public record ObjectsChanged() implements Event {}

  /** A VNI came or went; the kernel does not say by whom. */
  public record VnisChanged() implements Event {}

  /** A device or an address came, went, or changed. */
  public record DevicesChanged() implements Event {}

  /** A process touched the agent's nft table. */
  public record TableChanged(long process) implements Event {}

  /** The kernel had more to tell than fitted: anything may have changed. */
  public record Overrun() implements Event {}

  private KernelMonitor(
      NetlinkSocket route, NetlinkSocket netfilter, int ownPort, Instance instance) {
    this.route = route;
    this.netfilter = netfilter;
    this.ownPort = ownPort;
    this.instance = instance;
  }

  /** For the namespace of the calling thread. */
  public static KernelMonitor open(int ownPort, Instance instance) throws IOException {
    NetlinkSocket route = new NetlinkSocket(NetlinkSocket.ROUTE);
    NetlinkSocket netfilter = new NetlinkSocket(NetlinkSocket.NETFILTER);
    for (int group :
        new int[] {
          Rtnetlink.GROUP_LINK,
          Rtnetlink.GROUP_NEIGH,
          Rtnetlink.GROUP_IPV4_ADDR,
          Rtnetlink.GROUP_IPV6_ADDR,
          Rtnetlink.GROUP_IPV4_ROUTE,
          Rtnetlink.GROUP_IPV6_ROUTE,
          Rtnetlink.GROUP_IPV4_RULE,
          Rtnetlink.GROUP_IPV6_RULE,
          Rtnetlink.GROUP_NEXTHOP,
          Rtnetlink.GROUP_TUNNEL
        }) {
      route.join(group);
    }
    netfilter.join(GROUP_NFTABLES);
    return new KernelMonitor(route, netfilter, ownPort, instance);
  }

  /** Hands out events until {@link #close}; the receiver must not block. */
  public void run(Consumer<Event> receiver) throws IOException {
    int[] descriptors = {route.descriptor(), netfilter.descriptor()};
    while (!closed) {
      int ready = LibC.poll(descriptors, POLL_MILLIS);
      if (ready == route.descriptor()) {
        receive(route, message -> routeMessage(message, receiver), receiver);
      } else if (ready == netfilter.descriptor()) {
        receive(netfilter, message -> netfilterMessage(message, receiver), receiver);
      }
    }
    route.close();
    netfilter.close();
  }

  private static void receive(
      NetlinkSocket socket, Consumer<Message> reader, Consumer<Event> receiver) throws IOException {
    try {
      socket.receive(reader);
    } catch (LibC.ErrnoException e) {
      if (e.errno() != LibC.ENOBUFS) {
        throw e;
      }
      receiver.accept(new Overrun());
    }
  }

  private void routeMessage(Message message, Consumer<Event> receiver) {
    if (message.sender() == ownPort) {
      return;
    }
    switch (message.type()) {
      case Rtnetlink.NEW_LINK, Rtnetlink.DEL_LINK, Rtnetlink.NEW_ADDR, Rtnetlink.DEL_ADDR ->
          receiver.accept(new DevicesChanged());
      case Rtnetlink.NEW_TUNNEL, Rtnetlink.DEL_TUNNEL -> receiver.accept(new VnisChanged());
      case Rtnetlink.NEW_ROUTE, Rtnetlink.DEL_ROUTE -> routeChanged(message, receiver);
      case Rtnetlink.NEW_NEXTHOP, Rtnetlink.DEL_NEXTHOP ->
          objects(NextHopCodec.isOurs(message, instance.protocol()), receiver);
      case Rtnetlink.NEW_RULE, Rtnetlink.DEL_RULE ->
          objects(RuleCodec.isOurs(message, attributes, instance.protocol()), receiver);
      case Rtnetlink.NEW_NEIGH, Rtnetlink.DEL_NEIGH ->
          objects(NeighbourCodec.isOurs(message, attributes, instance.protocol()), receiver);
      default -> {}
    }
  }

  /** By its default route, a link whose address may change finds the next hop. */
  private void routeChanged(Message message, Consumer<Event> receiver) {
    boolean ours = RouteCodec.isOurs(message, instance.protocol());
    objects(ours, receiver);
    if (!ours && RouteCodec.isDefaultOfMain(message)) {
      receiver.accept(new DevicesChanged());
    }
  }

  private static void objects(boolean ours, Consumer<Event> receiver) {
    if (ours) {
      receiver.accept(new ObjectsChanged());
    }
  }

  /** A transaction's messages end with one that names the process. */
  private void netfilterMessage(Message message, Consumer<Event> receiver) {
    attributes.parse(message.buffer(), message.body() + NFT_BODY, message.end());
    if (message.type() != NFT_NEW_GENERATION) {
      tableTouched |=
          attributes.has(NFTA_TABLE) && attributes.string(NFTA_TABLE).equals(instance.nftTable());
    } else if (tableTouched) {
      tableTouched = false;
      receiver.accept(new TableChanged(attributes.bigEndian32(NFTA_PROCESS)));
    }
  }

  /** Ends {@link #run} soon. */
  @Override
  public void close() {
    closed = true;
  }
}
