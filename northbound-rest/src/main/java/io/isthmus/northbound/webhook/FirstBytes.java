package io.isthmus.northbound.webhook;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the begin of an answer and hangs up on the rest: nobody can fill the memory with it. */
final class FirstBytes implements BodySubscriber<String> {
  private static final int MOST = 2_000;

  private final CompletableFuture<String> text = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;

  @Override
  public CompletionStage<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] some = new byte[Math.min(buffer.remaining(), MOST - bytes.size())];
      buffer.get(some);
      bytes.writeBytes(some);
    }
    Flow.Subscription open = subscription;
    if (open == null) {
      return;
    }
    if (bytes.size() >= MOST) {
      open.cancel();
      onComplete();
    } else {
      open.request(1);
    }
  }

  @Override
  public void onError(Throwable error) {
    text.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    text.complete(bytes.toString(StandardCharsets.UTF_8));
  }
}
