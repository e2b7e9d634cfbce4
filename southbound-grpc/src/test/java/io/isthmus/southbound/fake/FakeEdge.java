package io.isthmus.southbound.fake;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.Heartbeat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An edge at the other end of a real stream. Answers as the contract says unless told otherwise.
 */
public final class FakeEdge {
  private final Channel channel;
  private final EdgeModel model;
  private final String name;
  private volatile Function<ConfigUpdate, List<EdgeMessage>> behaviour;
  private volatile Stream stream;

  public FakeEdge(Channel channel, String name) {
    this.channel = channel;
    this.name = name;
    this.model = new EdgeModel();
    this.behaviour = update -> List.of(model.apply(update));
  }

  /** How it answers updates from now on. */
  public FakeEdge answering(Function<ConfigUpdate, List<EdgeMessage>> newBehaviour) {
    behaviour = newBehaviour;
    return this;
  }

  public FakeEdge obeying() {
    return answering(update -> List.of(model.apply(update)));
  }

  public EdgeModel model() {
    return model;
  }

  /** Opens a stream and says hello. */
  public FakeEdge connect() {
    return dial(Reading.ALL).say(model.hello("default", name));
  }

  /** Whether it reads what comes down. */
  public enum Reading {
    ALL,
    NOTHING
  }

  /** Opens a stream and says nothing. */
  public FakeEdge dial(Reading reading) {
    stream = new Stream(reading);
    EdgeControlGrpc.newStub(channel).connect(stream);
    return this;
  }

  public FakeEdge say(EdgeMessage message) {
    synchronized (this) {
      stream.up.onNext(message);
    }
    return this;
  }

  public FakeEdge beat() {
    return say(
        EdgeMessage.newBuilder()
            .setHeartbeat(Heartbeat.newBuilder().setAgentRssBytes(42L << 20))
            .build());
  }

  /** Cuts the stream without a word. */
  public void cut() {
    stream.up.cancel("cut", null);
  }

  public void hangUp() {
    stream.up.onCompleted();
  }

  /** What came down in the present stream. */
  public List<ControllerMessage> heard() {
    return stream.heard;
  }

  public List<ConfigUpdate> updates() {
    return stream.heard.stream()
        .filter(ControllerMessage::hasConfigUpdate)
        .map(ControllerMessage::getConfigUpdate)
        .toList();
  }

  /** How the present stream ended. */
  public Status end() throws Exception {
    return stream.end.get(10, TimeUnit.SECONDS);
  }

  /** The reason that came with the end. */
  public String refusal() throws Exception {
    end();
    return String.valueOf(
        stream.trailers.get(Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER)));
  }

  public boolean isOpen() {
    return !stream.end.isDone();
  }

  private final class Stream implements ClientResponseObserver<EdgeMessage, ControllerMessage> {
    private final Reading reading;
    private final List<ControllerMessage> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private volatile Metadata trailers = new Metadata();
    private ClientCallStreamObserver<EdgeMessage> up;

    Stream(Reading reading) {
      this.reading = reading;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<EdgeMessage> call) {
      up = call;
      if (reading == Reading.NOTHING) {
        call.disableAutoRequestWithInitial(0);
      }
    }

    @Override
    public void onNext(ControllerMessage message) {
      heard.add(message);
      if (message.hasConfigUpdate()) {
        synchronized (FakeEdge.this) {
          behaviour.apply(message.getConfigUpdate()).forEach(up::onNext);
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      Metadata with = Status.trailersFromThrowable(error);
      trailers = with == null ? trailers : with;
      end.complete(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
