package io.isthmus.acceptance.browser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser fetched, from the events of its network. */
public final class Traffic {
  private final Map<String, Request> open = new HashMap<>();
  private final List<Request> done = new ArrayList<>();

  /**
   * A request that has been answered.
   *
   * @param bytes as they came over the wire, with headers
   * @param blocksRendering whether nothing was painted before it was there
   */
  public record Request(
      String url, String kind, int status, String encoding, long bytes, boolean blocksRendering) {}

  void add(String message) {
    JsonNode event = JsonMapper.shared().readTree(message).path("message");
    JsonNode params = event.path("params");
    String id = params.path("requestId").asString("");
    switch (event.path("method").asString("")) {
      case "Network.requestWillBeSent" ->
          open.put(
              id,
              new Request(
                  params.path("request").path("url").asString(""),
                  params.path("type").asString(""),
                  0,
                  "",
                  0,
                  blocks(params.path("renderBlockingBehavior").asString(""))));
      case "Network.responseReceived" -> answered(id, params.path("response"));
      case "Network.loadingFinished" -> finished(id, params.path("encodedDataLength").asLong(0));
      default -> {
        // Other events are about other things.
      }
    }
  }

  private static boolean blocks(String behaviour) {
    return behaviour.equals("Blocking");
  }

  private void answered(String id, JsonNode response) {
    Request request = open.get(id);
    if (request != null) {
      open.put(
          id,
          new Request(
              request.url(),
              request.kind(),
              response.path("status").asInt(0),
              response.path("headers").path("Content-Encoding").asString(""),
              0,
              request.blocksRendering()));
    }
  }

  private void finished(String id, long bytes) {
    Request request = open.remove(id);
    if (request != null) {
      done.add(
          new Request(
              request.url(),
              request.kind(),
              request.status(),
              request.encoding(),
              bytes,
              request.blocksRendering()));
    }
  }

  /** Those that ended since it was last asked. */
  List<Request> take() {
    List<Request> taken = List.copyOf(done);
    done.clear();
    return taken;
  }
}
