package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemoryWebhookStore;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.northbound.Api.Answer;
import io.isthmus.northbound.Receiver.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Events are delivered to where the orchestrator wants them, whatever becomes of its end. */
@NorthboundTest
@Timeout(60)
class WebhooksTest {
  private static final String SITE = "{\"kind\": \"EDGE\"}";
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  @LocalServerPort int port;
  @Autowired InMemoryWebhookStore store;
  Api api;
  Receiver receiver;

  @BeforeEach
  void open() {
    api = Api.ofNewTenant(port);
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    api.delete("/webhooks/hook");
    api.delete("/webhooks/other");
    receiver.close();
  }

  @Test
  void aWebhookIsMadeShownChangedAndRemoved() {
    Answer made =
        api.put("/webhooks/hook", "{\"url\": \"http://127.0.0.1:9/x\", \"enabled\": false}");
    Answer shown = api.get("/webhooks/hook");
    Answer putBack = api.put("/webhooks/hook", shown.text());
    Answer patched =
        api.patch(
            "/webhooks/hook",
            "{\"eventTypes\": [\"io.isthmus.class.rerouted\"]}",
            "If-Match",
            shown.etag());
    Answer stale = api.patch("/webhooks/hook", "{\"enabled\": true}", "If-Match", shown.etag());

    assertThat(made.status()).as("%s", made).isEqualTo(201);
    assertThat(made.body().path("secret").asString()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(shown.body().has("secret")).isFalse();
    assertThat(shown.body().path("enabled").asBoolean()).isFalse();
    assertThat(putBack.status()).as("%s", putBack).isEqualTo(200);
    assertThat(putBack.etag()).isEqualTo(made.etag()).isEqualTo(shown.etag());
    assertThat(putBack.body()).isEqualTo(shown.body());
    assertThat(patched.status()).as("%s", patched).isEqualTo(200);
    assertThat(patched.body().path("eventTypes").toString())
        .isEqualTo("[\"io.isthmus.class.rerouted\"]");
    assertThat(patched.body().path("url")).isEqualTo(shown.body().path("url"));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(api.get("/webhooks").names()).containsExactly("hook");
    assertThat(api.get("/webhooks/hook", "If-None-Match", patched.etag()).status()).isEqualTo(304);
    assertThat(api.delete("/webhooks/hook").status()).isEqualTo(204);
    assertThat(api.get("/webhooks/hook").status()).isEqualTo(404);
    assertThat(api.delete("/webhooks/hook").status()).isEqualTo(404);
    assertThat(Api.ofNewTenant(port).get("/webhooks").names()).isEmpty();
  }

  @Test
  void eventsArriveInOrderAndSignedAsTheStreamShowsThem() throws Exception {
    declare("\"secret\": \"%s\"".formatted(SECRET));
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      api.put("/sites/s" + i, SITE);
    }
    api.get("/events").body().path("items").forEach(event -> shown.add(event.toString()));

    assertThat(shown).hasSize(10);
    for (String event : shown) {
      Message message = receiver.next();
      assertThat(message.text()).isEqualTo(event);
      assertThat(message.headers())
          .containsEntry("content-type", "application/cloudevents+json; charset=utf-8")
          .containsEntry("webhook-id", "evt_%s_%s".formatted(api.tenant(), message.id()));
      assertThat(message.headers().get("webhook-signature")).isEqualTo(signature(message));
      assertThat(Long.parseLong(message.headers().get("webhook-timestamp")))
          .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 5);
    }
    JsonNode status = awaitStatus("delivered", "10");
    assertThat(status.path("lagMs").asLong()).isZero();
    assertThat(status.path("doneUpTo")).isEqualTo(status.path("newestEvent"));
    assertThat(status.has("lastSuccessAt")).isTrue();
    assertThat(status.has("lastFailure")).isFalse();
  }

  @Test
  void onlyWhatIsWantedArrives() throws Exception {
    declare("\"eventTypes\": [\"io.isthmus.operation.succeeded\"]");
    api.put("/sites/a", SITE);
    api.put("/sites/b", SITE);

    assertThat(receiver.next().type()).isEqualTo("io.isthmus.operation.succeeded");
    assertThat(receiver.next().type()).isEqualTo("io.isthmus.operation.succeeded");
    assertThat(receiver.isQuietFor(300)).isTrue();
  }

  @Test
  void whatFailsIsTriedAgainBeforeWhatFollows() throws Exception {
    receiver.answering(message -> message.attempt() < 3 ? 503 : 200);
    declare("\"eventTypes\": [\"io.isthmus.intent.changed\"]");
    api.put("/sites/a", SITE);
    api.put("/sites/b", SITE);

    Message first = receiver.next();
    Message second = receiver.next();

    assertThat(first.summary()).isEqualTo("put site a");
    assertThat(first.attempt()).isEqualTo(3);
    assertThat(second.summary()).isEqualTo("put site b");
    assertThat(receiver.nextRefused().headers().get("webhook-id"))
        .isEqualTo(first.headers().get("webhook-id"));
    JsonNode status = awaitStatus("delivered", "2");
    assertThat(status.at("/lastFailure/status").asInt()).isEqualTo(503);
    assertThat(status.at("/lastFailure/answer").asString()).isEqualTo("no, thanks");
    assertThat(status.path("failures").asInt()).isEqualTo(4);
    assertThat(status.path("attempts").asInt()).isZero();
  }

  @Test
  void whatCannotBeDeliveredBecomesADeadLetterAndCanBeTriedAgain() throws Exception {
    receiver.answering(message -> message.summary().endsWith(" a") ? 500 : 200);
    declare("\"eventTypes\": [\"io.isthmus.intent.changed\"]");
    api.put("/sites/a", SITE);
    api.put("/sites/b", SITE);

    assertThat(receiver.next().summary()).isEqualTo("put site b");
    JsonNode letter = api.get("/webhooks/hook/dead-letters").body().at("/items/0");
    String path = "/webhooks/hook/dead-letters/" + letter.path("id").asString();
    assertThat(letter.at("/event/data/summary").asString()).isEqualTo("put site a");
    assertThat(letter.path("attempts").asInt()).isEqualTo(4);
    assertThat(letter.at("/lastFailure/status").asInt()).isEqualTo(500);
    assertThat(api.get(path).body()).isEqualTo(letter);
    assertThat(awaitStatus("deadLetters", "1").path("state").asString()).isEqualTo("ENABLED");

    api.post(path + ":redeliver", "");
    await(() -> api.get(path).body().path("attempts").asInt() == 5);
    assertThat(api.get(path).body().path("redelivery").asString()).isEqualTo("NONE");

    receiver.answering(message -> 200);
    Answer asked = api.post("/webhooks/hook/dead-letters:redeliver", "");
    assertThat(asked.status()).as("%s", asked).isEqualTo(202);
    assertThat(asked.body().path("requested").asInt()).isEqualTo(1);
    assertThat(receiver.next().summary()).isEqualTo("put site a");
    await(() -> api.get(path).status() == 404);
    assertThat(api.post(path + ":redeliver", "").status()).isEqualTo(404);
  }

  @Test
  void aDeadLetterCanBeDropped() throws Exception {
    receiver.answering(message -> 500);
    declare("\"eventTypes\": [\"io.isthmus.intent.changed\"]");
    api.put("/sites/a", SITE);
    awaitStatus("deadLetters", "1");
    String id = api.get("/webhooks/hook/dead-letters?limit=1").body().at("/items/0/id").asString();

    assertThat(api.delete("/webhooks/hook/dead-letters/" + id).status()).isEqualTo(204);
    assertThat(api.delete("/webhooks/hook/dead-letters/" + id).status()).isEqualTo(404);
    assertThat(api.get("/webhooks/hook/dead-letters").body().path("items").size()).isZero();
  }

  @Test
  void whoIsGoneForGoodIsLeftAloneUntilEnabled() throws Exception {
    receiver.answering(message -> 410);
    declare("\"eventTypes\": [\"io.isthmus.intent.changed\"]");
    api.put("/sites/a", SITE);
    receiver.nextRefused();
    awaitStatus("state", "GONE");
    receiver.answering(message -> 200);
    api.put("/sites/b", SITE);

    assertThat(api.get("/webhooks/hook").body().path("enabled").asBoolean()).isFalse();
    assertThat(receiver.isQuietFor(500)).isTrue();
    assertThat(api.put("/webhooks/hook", api.get("/webhooks/hook").text()).status()).isEqualTo(200);
    assertThat(awaitStatus("state", "GONE").path("lagMs").asLong()).isPositive();
    api.patch("/webhooks/hook", "{\"enabled\": true}");
    assertThat(receiver.next().summary()).isEqualTo("put site a");
    assertThat(receiver.next().summary()).isEqualTo("put site b");
  }

  @Test
  void oneThatHangsDelaysNobodyElse() throws Exception {
    receiver.answering(message -> Receiver.HANG);
    declare("\"eventTypes\": [\"io.isthmus.intent.changed\"]");
    try (Receiver other = new Receiver()) {
      api.put("/webhooks/other", "{\"url\": \"%s\"}".formatted(other.url()));
      api.put("/sites/a", SITE);
      receiver.nextRefused();

      for (int i = 0; i < 5; i++) {
        api.put("/sites/b" + i, SITE);
      }
      for (int i = 0; i < 12; i++) {
        other.next();
      }
      JsonNode status = awaitStatus("failures", "1");
      assertThat(status.at("/lastFailure/answer").asString()).isEqualTo("no answer within 700 ms");
      assertThat(status.at("/lastFailure").has("status")).isFalse();
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    receiver.answering(message -> 302);
    declare("\"eventTypes\": [\"io.isthmus.intent.changed\"]");
    api.put("/sites/a", SITE);

    awaitStatus("deadLetters", "1");
    assertThat(receiver.isQuietFor(1)).isTrue();
  }

  @Test
  void whoWasAwayMissesNothing() throws Exception {
    api.put("/sites/a", SITE);
    String first = api.get("/events").body().at("/items/0/id").asString();
    declare("\"startAfter\": \"0\", \"eventTypes\": [\"io.isthmus.intent.changed\"]");
    assertThat(receiver.next().summary()).isEqualTo("put site a");
    api.put("/sites/b", SITE);
    assertThat(receiver.next().summary()).isEqualTo("put site b");

    Answer replayed = api.post("/webhooks/hook:replay", "{\"after\": \"%s\"}".formatted(first));

    assertThat(replayed.status()).as("%s", replayed).isEqualTo(200);
    assertThat(receiver.next().summary()).isEqualTo("put site b");
    assertThat(receiver.isQuietFor(300)).isTrue();
    api.post("/webhooks/hook:replay", "{\"after\": 0}");
    assertThat(receiver.next().summary()).isEqualTo("put site a");
  }

  @Test
  void whatIsDisabledWaits() throws Exception {
    declare("\"enabled\": false, \"eventTypes\": [\"io.isthmus.intent.changed\"]");
    api.put("/sites/a", SITE);
    assertThat(receiver.isQuietFor(500)).isTrue();

    api.patch("/webhooks/hook", "{\"enabled\": true}");

    assertThat(receiver.next().summary()).isEqualTo("put site a");
  }

  /** The other replica holds the lease from the moment on in which the webhook is enabled. */
  @Test
  void whatAnotherReplicaDeliversIsLeftToIt() throws Exception {
    declare("\"enabled\": false, \"eventTypes\": [\"io.isthmus.intent.changed\"]");
    UUID other = UUID.randomUUID();
    synchronized (store) {
      WebhookStore.Entry entry = store.find(Name.of(api.tenant()), Name.of("hook")).orElseThrow();
      store.replace(
          new WebhookStore.Entry(
              entry.webhook().in(Webhook.State.ENABLED), entry.progress(), entry.generation()));
      store.lease(other, Duration.ofMinutes(10));
    }
    api.put("/sites/a", SITE);
    assertThat(receiver.isQuietFor(700)).isTrue();

    store.release(other);

    assertThat(receiver.next().summary()).isEqualTo("put site a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                            | 400 | MISSING_FIELD    | /url
          {"url": 5}                                                    | 400 | WRONG_TYPE       | /url
          {"url": "orchestrator"}                                       | 422 | INVALID_URL      | /url
          {"url": "ftp://a.example/"}                                   | 422 | INVALID_URL      | /url
          {"url": "http:///path"}                                       | 422 | INVALID_URL      | /url
          {"url": "http://u:p@a.example/"}                              | 422 | INVALID_URL      | /url
          {"url": "http://a.example/#x"}                                | 422 | INVALID_URL      | /url
          {"url": "http://a b/"}                                        | 422 | INVALID_URL      | /url
          {"url": "http://a.example:99999/"}                            | 422 | INVALID_URL      | /url
          {"url": "http://a.example/", "secret": "whsec_c2hvcnQ="}      | 422 | INVALID_SECRET   | /secret
          {"url": "http://a.example/", "secret": "whsec_***"}           | 422 | INVALID_SECRET   | /secret
          {"url": "http://a.example/", "secret": "x"}                   | 422 | INVALID_SECRET   | /secret
          {"url": "http://a.example/", "eventTypes": ["x"]}             | 422 | UNKNOWN_VALUE    | /eventTypes/0
          {"url": "http://a.example/", "eventTypes": "x"}               | 400 | WRONG_TYPE       | /eventTypes
          {"url": "http://a.example/", "enabled": "true"}               | 400 | WRONG_TYPE       | /enabled
          {"url": "http://a.example/", "startAfter": "-1"}              | 422 | INVALID_EVENT_ID | /startAfter
          {"url": "http://a.example/", "startAfter": 999999999}         | 422 | UNKNOWN_EVENT    | /startAfter
          {"url": "http://a.example/", "startAfter": true}              | 400 | WRONG_TYPE       | /startAfter
          {"url": "http://a.example/", "name": "other"}                 | 422 | NAME_MISMATCH    | /name
          {"url": "http://a.example/", "types": []}                     | 400 | UNKNOWN_FIELD    | /types
          """)
  void badWebhooksAreRefusedWithTheirPlace(String body, int status, String code, String field) {
    Answer answer = api.put("/webhooks/hook", body);

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(answer.text()).doesNotContain("c2hvcnQ");
    assertThat(api.get("/webhooks/hook").status()).isEqualTo(404);
  }

  @Test
  void webhooksAreBounded() {
    for (int i = 0; i < Webhook.MOST; i++) {
      api.put("/webhooks/w" + i, "{\"url\": \"http://127.0.0.1:9/\", \"enabled\": false}");
    }

    Answer refused = api.put("/webhooks/hook", "{\"url\": \"http://127.0.0.1:9/\"}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("TOO_MANY_WEBHOOKS");
    assertThat(api.put("/webhooks/w1", "{\"url\": \"http://127.0.0.1:8/\"}").status())
        .isEqualTo(200);
    for (int i = 0; i < Webhook.MOST; i++) {
      api.delete("/webhooks/w" + i);
    }
  }

  private void declare(String fields) {
    Answer answer =
        api.put("/webhooks/hook", "{\"url\": \"%s\", %s}".formatted(receiver.url(), fields));
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
  }

  private JsonNode awaitStatus(String field, String value) throws InterruptedException {
    await(() -> api.get("/webhooks/hook/status").body().path(field).asString("").equals(value));
    return api.get("/webhooks/hook/status").body();
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** As docs/webhooks.md tells receivers to compute it. */
  private static String signature(Message message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
    String signed =
        message.headers().get("webhook-id")
            + "."
            + message.headers().get("webhook-timestamp")
            + "."
            + message.text();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
