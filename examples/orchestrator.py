#!/usr/bin/env python3
"""An orchestrator, in short: it places a microservice, says how its traffic is to be treated, listens
to what happens in the network, and asks for reroutes by criteria of its own.

    PYTHONPATH=clients/target/python ISTHMUS_TOKEN=… \
        examples/orchestrator.py --service crm --users edge-nice --class video --port 443

It uses the generated client (clients/README.md), which needs nothing but Python 3.10.
"""
import argparse
import ipaddress
import os
import sys
import time

try:
    from isthmus_client import ApiError, Application, Client, Conflict, Invalid, Match, SteeringRequest, every
except ModuleNotFoundError:
    sys.exit("the client is not there: ./mvnw -pl clients -am -DskipTests package, and PYTHONPATH=clients/target/python")


def say(text):
    print(text, flush=True)


def place(client, tenant, users):
    """On the edge that the users reach soonest; unmeasured ones last. Not where the users are."""
    reached = {}
    for path in every(client.topology_api.list_paths, tenant, edge=users):
        quality = path.quality
        if path.local.edge == users and quality and quality.rtt_ms and quality.rtt_ms.mean is not None:
            rtt = reached.get(path.remote.edge, float("inf"))
            reached[path.remote.edge] = min(rtt, quality.rtt_ms.mean)
    candidates = [e for e in every(client.edges_api.list_edges, tenant) if e.name != users and e.lan_segments]
    if not candidates:
        sys.exit("there is no edge with a LAN to place it at")
    chosen = min(candidates, key=lambda e: (reached.get(e.name, float("inf")), e.name))
    prefix = next(p for s in chosen.lan_segments for p in s.prefixes if ":" not in p)
    return chosen.name, str(ipaddress.ip_network(prefix)[80])


def classify(client, tenant, service, address, port, traffic_class):
    """What goes to the service belongs to the class. The same again changes nothing."""
    answer = client.applications_api.put_application_answer(
        tenant,
        service,
        Application(
            traffic_class=traffic_class,
            matches=[
                Match(protocol="tcp", destination_prefixes=[address + "/32"], destination_ports=[str(port)])
            ],
        ),
        prefer="wait=5",
    )
    say(f"classified {service} as {traffic_class} in revision {answer.revision}")


class Rerouting:
    """Our criterion: what carries the service breaks its objective. Then another overlay of the class
    is held for a while, and given back when the first keeps the objective again."""

    def __init__(self, client, tenant, traffic_class, seconds):
        self.client, self.tenant, self.seconds = client, tenant, seconds
        self.traffic_class = traffic_class
        self.overlays = client.traffic_classes_api.get_traffic_class(tenant, traffic_class).steering.overlays
        self.held = {}

    def on(self, event):
        data = event.data
        if data.get("trafficClass") != self.traffic_class:
            return
        pair = (data.get("sourceEdge"), data.get("destinationEdge"))
        if event.type == "io.isthmus.sla.broken" and data.get("carrying") and pair not in self.held:
            self.leave(pair, data)
        elif event.type == "io.isthmus.sla.restored" and pair in self.held:
            overlay, decision = self.held[pair]
            if overlay == data["overlay"]:
                del self.held[pair]
                self.client.steering_decisions_api.delete_steering_decision(self.tenant, decision)
                say(f"{overlay} keeps the objective again: decision {decision} ended")

    def leave(self, pair, data):
        others = [o for o in self.overlays if o != data["overlay"]]
        if not others:
            say(f"{data['overlay']} breaks the objective, and the class has no other")
            return
        value = "" if data.get("value") is None else f" {data['value']:.1f}"
        reason = f"{data['metric']}{value} on {data['overlay']}"
        try:
            decision = self.client.steering_decisions_api.post_steering_decision(
                self.tenant,
                SteeringRequest(
                    traffic_class=self.traffic_class,
                    overlay=others[0],
                    source_edge=pair[0],
                    destination_edge=pair[1],
                    hold="PIN",
                    expires_in_seconds=self.seconds,
                    reason=reason,
                ),
                # A repeated request, after a break of the connection, is answered as the first was.
                idempotency_key=f"reroute-{data['violation']}",
            )
        except (Conflict, Invalid) as refusal:
            say(f"not rerouted: {refusal}")
            return
        self.held[pair] = (data["overlay"], decision.id)
        say(f"rerouted {self.traffic_class} to {others[0]}: {reason} (decision {decision.id})")


def main():
    options = argparse.ArgumentParser(description="An orchestrator, in short.")
    options.add_argument("--service", required=True, help="name of the microservice")
    options.add_argument("--users", required=True, help="the edge at which its users are")
    options.add_argument("--class", dest="traffic_class", required=True, help="its traffic class")
    options.add_argument("--port", type=int, default=443)
    options.add_argument("--hold", type=int, default=600, help="seconds that a reroute lasts at most")
    options.add_argument("--once", action="store_true", help="end after the first reroute")
    given = options.parse_args()

    token = os.environ.get("ISTHMUS_TOKEN") or options.error("ISTHMUS_TOKEN is not set")
    tenant = os.environ.get("ISTHMUS_TENANT", "default")
    client = Client(os.environ.get("ISTHMUS_URL", "http://127.0.0.1:8080"), token)
    # From here on no event is missed, whatever happens between now and the first that is read.
    last = None
    for event in every(client.events_api.list_events, tenant, limit=500):
        last = event.id

    edge, address = place(client, tenant, given.users)
    say(f"placed {given.service} at {edge}, {address}")
    classify(client, tenant, given.service, address, given.port, given.traffic_class)

    rerouting = Rerouting(client, tenant, given.traffic_class, given.hold)
    say("listening")
    for event in client.follow(tenant, after=last or "0"):
        rerouting.on(event)
        if given.once and rerouting.held:
            return


if __name__ == "__main__":
    try:
        main()
    except (ApiError, OSError) as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
