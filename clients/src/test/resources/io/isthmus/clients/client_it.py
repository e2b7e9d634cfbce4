"""The generated client for Python, used as its README says. Ends with 0 when all was as expected."""
import os
import uuid

from isthmus_client import (
    Application, Client, Conflict, Intent, Invalid, Match, NotFound, PreconditionFailed, Site,
    SteeringRequest, Unauthorized, every,
)


def refused(kind, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except kind as refusal:
        return refusal
    raise AssertionError(f"{call} was not refused")


tenant = os.environ["ISTHMUS_TENANT"]
client = Client(os.environ["ISTHMUS_URL"], os.environ["ISTHMUS_TOKEN"])

# Create and read.
created = client.applications_api.put_application_answer(
    tenant, "crm",
    Application(traffic_class="voice", matches=[Match(protocol="tcp", destination_ports=["443"])]),
)
assert created.status == 201 and created.operation and created.revision
crm = client.applications_api.get_application(tenant, "crm")
assert crm.priority == 1000 and crm.matches[0].destination_ports == ["443"], crm
edge = client.edges_api.get_edge(tenant, "nice")
assert [link.name for link in edge.wan_links] == ["internet", "mpls"], edge

# Plan and apply: as an object, and as YAML.
planned = client.intent_api.plan_intent(tenant, Intent(sites=[Site(name="van", kind="FAR_EDGE")]), mode="MERGE")
assert planned.changed and planned.differences["sites"].created == ["van"], planned
applied = client.intent_api.apply_intent(tenant, "sites: [{name: van, kind: FAR_EDGE}]", mode="MERGE")
assert applied.revision > planned.revision

# Reroute; asked for twice with one key, it is made once.
key = str(uuid.uuid4())
request = SteeringRequest(traffic_class="voice", overlay="on-2", hold="PIN", expires_in_seconds=900)
decision = client.steering_decisions_api.post_steering_decision(tenant, request, idempotency_key=key)
again = client.steering_decisions_api.post_steering_decision(tenant, request, idempotency_key=key)
assert decision.id == again.id, (decision, again)
assert decision.decided_at.tzinfo is not None
operation = client.operations_api.get_operation(tenant, decision.operation.id)
assert operation.state == "PENDING" and {part.edge for part in operation.edges} == {"nice", "paris"}

# Pages.
assert [site.name for site in every(client.sites_api.list_sites, tenant, limit=1)] == ["nice", "paris", "van"]

# Refusals have types.
assert refused(NotFound, client.sites_api.get_site, tenant, "nowhere").code == "NOT_FOUND"
assert refused(Conflict, client.sites_api.delete_site, tenant, "nice").code == "IN_USE"
wrong = refused(Invalid, client.sites_api.put_site, tenant, "x", Site(kind="HILL"))
assert wrong.problem.errors[0].field == "/kind", wrong.problem
refused(PreconditionFailed, client.sites_api.put_site, tenant, "van", Site(kind="EDGE"), if_match='"0"')
refused(Unauthorized, Client(os.environ["ISTHMUS_URL"], "ist1_unknown").sites_api.list_sites, tenant)

# Events, from the first on.
for event in client.follow(tenant, after="0"):
    if event.type == "io.isthmus.class.rerouted":
        assert event.data["trafficClass"] == "voice"
        break
print("all as expected")
