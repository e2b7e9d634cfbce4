package io.isthmus.lab.flow;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.Shell;
import io.isthmus.lab.up.HostCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.json.JsonMapper;

/** One TCP connection that sends as fast as it can: by iperf3, or from here where it is missing. */
public final class TcpStream {
  private static final int PORT = 5201;
  private static final int CHUNK = 256 << 10;

  private TcpStream() {}

  /** What sends and receives. */
  public static String tool() {
    return HostCheck.isInstalled("iperf3") ? "iperf3" : "java";
  }

  /** Bits per second that the receiver has got. */
  public static double measureBps(Namespace from, Namespace to, String address, Duration time)
      throws IOException {
    return tool().equals("iperf3")
        ? byIperf(from, to, address, time)
        : fromHere(from, to, address, time);
  }

  private static double byIperf(Namespace from, Namespace to, String address, Duration time)
      throws IOException {
    Process server =
        new ProcessBuilder(to.exec(List.of("iperf3", "-s", "-1")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // The client may be there before the server listens.
      for (int attempt = 0; ; attempt++) {
        Shell.Output client =
            Shell.run(
                from.exec(
                    List.of("iperf3", "-c", address, "-J", "-t", Long.toString(time.toSeconds()))),
                "");
        if (client.ok()) {
          return JsonMapper.shared()
              .readTree(client.out())
              .path("end")
              .path("sum_received")
              .path("bits_per_second")
              .asDouble();
        }
        if (attempt == 20) {
          throw new LabFailure("iperf3: " + client.out() + client.err());
        }
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      server.destroyForcibly();
    }
  }

  static double fromHere(Namespace from, Namespace to, String address, Duration time)
      throws IOException {
    InetSocketAddress target = new InetSocketAddress(InetAddress.ofLiteral(address), PORT);
    try (ServerSocketChannel server =
            to.call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(PORT)));
        SocketChannel sender = from.call(() -> SocketChannel.open(target));
        SocketChannel receiver = server.accept()) {
      CompletableFuture<Double> rate = CompletableFuture.supplyAsync(() -> receive(receiver));
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        sender.write(chunk.rewind());
      }
      sender.shutdownOutput();
      return rate.join();
    } catch (CompletionException e) {
      throw new IOException("the receiver failed", e.getCause());
    }
  }

  private static double receive(SocketChannel receiver) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    long begin = System.nanoTime();
    long bytes = 0;
    try {
      for (int count = 0; count >= 0; count = receiver.read(chunk.clear())) {
        bytes += count;
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
    return bytes * 8e9 / (System.nanoTime() - begin);
  }
}
