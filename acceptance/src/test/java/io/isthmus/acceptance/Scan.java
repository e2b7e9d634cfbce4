package io.isthmus.acceptance;

import io.isthmus.lab.kernel.Namespace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tries every address of some networks by TCP, all at once. */
final class Scan {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private Scan() {}

  /**
   * Addresses where somebody accepts a connection or turns it down: both come from a host.
   *
   * @param prefixes such as {@code 10.1.0.}
   */
  static Set<String> whoAnswers(Namespace from, List<String> prefixes, int port)
      throws IOException {
    return from.call(() -> {
      Set<String> answered = new TreeSet<>();
      try (Selector selector = Selector.open()) {
        for (String prefix : prefixes) {
          for (int last = 1; last < 255; last++) {
            knock(selector, prefix + last, port, answered);
          }
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
          selector.select(key -> answered.addAll(answer(key)), 100);
        }
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
      return answered;
    });
  }

  private static void knock(Selector selector, String address, int port, Set<String> answered)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    try {
      if (channel.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port))) {
        answered.add(address);
      }
      channel.register(selector, SelectionKey.OP_CONNECT, address);
    } catch (IOException e) {
      // The kernel itself knows no way to it.
      channel.close();
    }
  }

  private static Set<String> answer(SelectionKey key) {
    String address = (String) key.attachment();
    key.cancel();
    try (SocketChannel channel = (SocketChannel) key.channel()) {
      return channel.finishConnect() ? Set.of(address) : Set.of();
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).contains("refused") ? Set.of(address) : Set.of();
    } catch (IOException e) {
      return Set.of();
    }
  }
}
