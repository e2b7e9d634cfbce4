package io.isthmus.agent.netlink;

import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.DropHop;
import io.isthmus.agent.netlink.KernelObject.HopGroup;
import io.isthmus.agent.netlink.KernelObject.Neighbour;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.Rule;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.UnknownHop;
import io.isthmus.agent.netlink.KernelObject.Vni;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.util.ArrayList;
import java.util.List;

/** Changes on their way into one send, each message with the change that it stands for. */
final class Batch {

  /** Each message costs an acknowledgement in the receive buffer, about a kilobyte. */
  private static final int MAX_MESSAGES = 1_000;

  private final MessageWriter writer;
  private final DeviceIndexes indexes;
  private final boolean traced;
  private final int firstSequence;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  Batch(MessageWriter writer, DeviceIndexes indexes, int firstSequence, MessageTrace trace) {
    this.writer = writer;
    this.indexes = indexes;
    this.firstSequence = firstSequence;
    this.traced = trace != MessageTrace.OFF;
    writer.clear();
  }

  List<String> lines() {
    return lines;
  }

  int size() {
    return changes.size();
  }

  boolean isFull() {
    return writer.length() >= MessageWriter.FULL || changes.size() >= MAX_MESSAGES;
  }

  boolean holds(int sequence) {
    return sequence - firstSequence >= 0 && sequence - firstSequence < changes.size();
  }

  Change changeOf(int sequence) {
    return changes.get(sequence - firstSequence);
  }

  /** Writes the change at {@code position} and says how many changes went into its message. */
  int write(List<Change> all, int position) throws NetlinkException {
    Change change = all.get(position);
    switch (change.object()) {
      case VxlanDevice device -> writeDevice(change, device);
      case Vni vni -> {
        List<Vni> range = range(all, position, vni);
        VniCodec.write(writer, sequence(), change.verb(), range, indexes.of(vni.device()));
        note(change, range.size() > 1 ? " to " + range.getLast().vni() : "");
        return range.size();
      }
      case DeviceAddress address -> {
        int index = indexes.of(address.device());
        AddressCodec.write(writer, sequence(), change.verb(), address, index);
        note(change, "");
      }
      case Neighbour neighbour -> {
        int index = indexes.of(neighbour.device());
        NeighbourCodec.write(writer, sequence(), change.verb(), neighbour, index);
        note(change, "");
      }
      case TunnelHop hop -> writeHop(change, hop);
      case DropHop hop -> writeDrop(change, hop);
      case HopGroup group -> writeGroup(change, group);
      case UnknownHop hop -> {
        NextHopCodec.writeRemove(writer, sequence(), hop.id());
        note(change, "");
      }
      case Route route -> {
        RouteCodec.write(writer, sequence(), change.verb(), route, indexes);
        note(change, "");
      }
      case Rule rule -> {
        RuleCodec.write(writer, sequence(), change.verb(), rule);
        note(change, "");
      }
    }
    return 1;
  }

  private void writeDevice(Change change, VxlanDevice device) {
    switch (change.verb()) {
      case ADD -> {
        LinkCodec.writeCreate(writer, sequence(), device);
        note(change, "");
        LinkCodec.writeNoGeneratedAddress(writer, sequence(), device.name());
        note(change, " addrgenmode none");
      }
      case REPLACE -> {
        LinkCodec.writeChange(writer, sequence(), device);
        note(change, device.up() ? " up" : " down");
      }
      case REMOVE -> {
        LinkCodec.writeRemove(writer, sequence(), device);
        note(change, "");
      }
    }
  }

  private void writeHop(Change change, TunnelHop hop) throws NetlinkException {
    if (change.verb() == Change.Verb.REMOVE) {
      NextHopCodec.writeRemove(writer, sequence(), hop.id());
    } else {
      int index = indexes.of(hop.encapsulation().device());
      NextHopCodec.write(writer, sequence(), change.verb(), hop, index);
    }
    note(change, "");
  }

  private void writeDrop(Change change, DropHop hop) {
    if (change.verb() == Change.Verb.REMOVE) {
      NextHopCodec.writeRemove(writer, sequence(), hop.id());
    } else {
      NextHopCodec.write(writer, sequence(), change.verb(), hop);
    }
    note(change, "");
  }

  private void writeGroup(Change change, HopGroup group) {
    if (change.verb() == Change.Verb.REMOVE) {
      NextHopCodec.writeRemove(writer, sequence(), group.id());
    } else {
      NextHopCodec.write(writer, sequence(), change.verb(), group);
    }
    note(change, "");
  }

  private static List<Vni> range(List<Change> all, int position, Vni first) {
    List<Vni> range = new ArrayList<>();
    range.add(first);
    for (int i = position + 1; i < all.size(); i++) {
      boolean follows =
          all.get(i).verb() == all.get(position).verb()
              && all.get(i).object() instanceof Vni next
              && next.device().equals(first.device())
              && next.vni() == range.getLast().vni() + 1
              && range.add(next);
      if (!follows) {
        break;
      }
    }
    return range;
  }

  private int sequence() {
    return firstSequence + changes.size();
  }

  private void note(Change change, String detail) {
    changes.add(change);
    if (traced) {
      lines.add(change + detail);
    }
  }
}
