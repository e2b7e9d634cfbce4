package io.isthmus.northbound.openapi;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The words that many operations share. */
final class Words {
  static final Parameter LIMIT = new Parameter("Most items of the page.", "");
  static final Parameter CURSOR =
      new Parameter("The nextCursor of the page before; absent for the first page.", "");
  static final Parameter IF_MATCH =
      new Parameter(
          "Entity tags, or *. Nothing is done unless the resource has one of them; otherwise 412.",
          "");
  static final Parameter IF_NONE_MATCH =
      new Parameter(
          "Entity tags, or *. A GET of a resource that has one of them is answered with 304; a"
              + " change is refused with 412, so * creates and never replaces.",
          "");
  static final Parameter PREFER =
      new Parameter(
          "wait=N: answer when every affected edge has answered, at the latest after N seconds,"
              + " 0-60.",
          "");
  static final Parameter IDEMPOTENCY_KEY =
      new Parameter(
          "1-255 visible ASCII characters. A repetition with the same key and body gets the first"
              + " answer, for a day, and does nothing; another body is refused with 422.",
          "");

  /** By name, wherever they occur. The examples are those of the lab. */
  static final Map<String, Parameter> PARAMETERS =
      Map.ofEntries(
          Map.entry("tenant", new Parameter("Name of the tenant.", "default")),
          Map.entry("site", new Parameter("Name of the site.", "cloud-paris")),
          Map.entry("edge", new Parameter("Name of the edge.", "edge-nice")),
          Map.entry("wanLink", new Parameter("Name of the WAN link.", "internet")),
          Map.entry("lanSegment", new Parameter("Name of the LAN segment.", "lan")),
          Map.entry("overlay", new Parameter("Name of the overlay.", "on-1")),
          Map.entry("trafficClass", new Parameter("Name of the traffic class.", "voice")),
          Map.entry("application", new Parameter("Name of the application.", "sip")),
          Map.entry(
              "decision",
              new Parameter(
                  "Id of the steering decision.", "0f8fad5b-d9cb-469f-a165-70867728950e")),
          Map.entry(
              "operation",
              new Parameter("Id of the operation.", "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
          Map.entry("listOperations.edge", new Parameter("Only those that concern this edge.", "")),
          Map.entry("sourceEdge", new Parameter("Only from this edge.", "")),
          Map.entry("remoteEdge", new Parameter("Only to this edge at the other end.", "")),
          Map.entry(
              "decidedBy",
              new Parameter(
                  "Only what was requested over this API, or only what edges chose.", "")),
          Map.entry(
              "order",
              new Parameter("From which end of the log; NEWEST_FIRST not with after.", "")),
          Map.entry("destinationEdge", new Parameter("Only to this edge.", "")),
          Map.entry(
              "active",
              new Parameter("true for those in force, false for those that have ended.", "")),
          Map.entry(
              "mode",
              new Parameter(
                  "REPLACE: what the document leaves out is removed. MERGE: it stays.", "MERGE")),
          Map.entry(
              "at", new Parameter("What was in force at this instant, UTC; not with active.", "")),
          Map.entry("cause", new Parameter("Only with this cause.", "")),
          Map.entry("webhook", new Parameter("Name of the webhook.", "orchestrator")),
          Map.entry("event", new Parameter("Id of the event.", "42")),
          Map.entry(
              "violation",
              new Parameter("Id of the violation.", "3f2504e0-4f89-41d3-9a0c-0305e82c3301")),
          Map.entry(
              "token", new Parameter("Id of the token.", "0f8fad5b-d9cb-469f-a165-70867728950e")),
          Map.entry(
              "request",
              new Parameter("Id of the request.", "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
          Map.entry(
              "listEnrollmentRequests.state", new Parameter("Only requests in this state.", "")),
          Map.entry(
              "format",
              new Parameter("For what: shell, cloud-init, docker or kubernetes.", "shell")),
          Map.entry("actor", new Parameter("Only by the actor of this name.", "")),
          Map.entry("action", new Parameter("Only this action.", "")),
          Map.entry(
              "subject",
              new Parameter(
                  "Only about this resource or, when it ends in a slash, about those below.", "")),
          Map.entry("outcome", new Parameter("Only what was done, or only what was refused.", "")),
          Map.entry("inTenant", new Parameter("Only of this tenant.", "")),
          Map.entry(
              "open", new Parameter("true for those that last, false for those that ended.", "")),
          Map.entry("state", new Parameter("Only paths that one of their edges finds so.", "")),
          Map.entry(
              "path",
              new Parameter("Key of a path: edge/wan-link/remote-edge/remote-wan-link.", "")),
          Map.entry(
              "tunnel",
              new Parameter(
                  "Key of a tunnel: overlay/edge/wan-link/remote-edge/remote-wan-link.", "")),
          Map.entry(
              "from", new Parameter("Begin: an instant or, for sla-compliance, a day; UTC.", "")),
          Map.entry("to", new Parameter("End, likewise; now when absent.", "")),
          Map.entry(
              "stepSeconds",
              new Parameter(
                  "Length of a point, 1-86400. Below 60, and where it is no multiple of 60, only"
                      + " what is kept by the second answers.",
                  "")),
          Map.entry(
              "percentile",
              new Parameter(
                  "Percentile of round trips to show besides the median and the 95th, 0-100.", "")),
          Map.entry("after", new Parameter("Id of the last event that you have; 0 for none.", "")),
          Map.entry(
              "Last-Event-ID",
              new Parameter("The same as after, which it overrides; browsers send it.", "")));

  /** What is not of the intent is gone when the answer comes. */
  private static final Set<String> DELETED =
      Set.of(
          "deleteTenant",
          "deleteWebhook",
          "deleteDeadLetter",
          "deleteApiToken",
          "deleteGlobalToken",
          "deleteEnrollmentToken");

  /** What makes something that is not of the intent. */
  private static final Set<String> MAKING =
      Set.of("postApiToken", "postGlobalToken", "postEnrollmentToken", "postBootstrap");

  private Words() {}

  static boolean isMaking(String id) {
    return MAKING.contains(id);
  }

  /**
   * What a parameter is.
   *
   * @param example of a path variable, and of a parameter that is better not tried with its default
   */
  record Parameter(String description, String example) {}

  static Map<Integer, String> successes(
      String id, boolean put, boolean delete, boolean conditionalGet, boolean waits) {
    Map<Integer, String> successes = new TreeMap<>();
    if (id.startsWith("redeliver")) {
      successes.put(202, "Asked for; an attempt is made soon.");
      return successes;
    }
    if (DELETED.contains(id)) {
      successes.put(204, "Deleted.");
      return successes;
    }
    if (MAKING.contains(id)) {
      successes.put(201, "Made; the only answer that shows the secret.");
      return successes;
    }
    if (id.equals("postSteeringDecision")) {
      successes.put(201, "In force, and every affected edge has answered.");
      successes.put(202, "In force, and on its way to the edges.");
      return successes;
    }
    successes.put(200, put ? "Replaced, or left alone because it is so already." : "Done.");
    if (put) {
      successes.put(201, "Created.");
    }
    if (waits) {
      boolean dispatched = delete || id.equals("applyIntent");
      successes.put(
          202,
          dispatched
              ? "Done, and on its way to the edges."
              : "Done, and an edge had not answered when the wait was over.");
    }
    if (conditionalGet && !id.equals("getOperation")) {
      successes.put(304, "If-None-Match has the entity tag.");
    }
    return successes;
  }
}
