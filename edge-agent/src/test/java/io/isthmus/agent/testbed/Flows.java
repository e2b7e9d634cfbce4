package io.isthmus.agent.testbed;

import io.isthmus.agent.netlink.NetworkNamespace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** Traffic from a node's own sockets. */
public final class Flows {

  private Flows() {}

  /** So many UDP flows, one datagram each, from ports of their own: 20,000 and up. */
  public static void udp(Node from, String to, int port, int flows) {
    udp(from, to, port, 20_000, flows);
  }

  public static void udp(Node from, String to, int port, int firstSourcePort, int flows) {
    udp(from, to, port, IntStream.range(firstSourcePort, firstSourcePort + flows).toArray());
  }

  static void udp(Node from, String to, int port, int[] sourcePorts) {
    in(
        from,
        () -> {
          byte[] payload = new byte[64];
          InetAddress address = InetAddress.ofLiteral(to);
          for (int sourcePort : sourcePorts) {
            try (DatagramSocket socket = new DatagramSocket(sourcePort)) {
              socket.send(
                  new DatagramPacket(
                      payload, payload.length, new InetSocketAddress(address, port)));
            }
          }
          return sourcePorts.length;
        });
  }

  /** Sockets that are made there stay there, whoever uses them. */
  public static <T> T in(Node node, Callable<T> work) {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          NetworkNamespace.enter(node.path());
          return work.call();
        });
    Thread.ofPlatform().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
