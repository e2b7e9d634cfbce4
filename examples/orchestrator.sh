#!/bin/sh
# An orchestrator, in plain curl and jq: it places a microservice, says how its traffic is to be treated,
# listens to what happens in the network, and asks for reroutes by criteria of its own.
#
#   ISTHMUS_TOKEN=… examples/orchestrator.sh SERVICE USERS-EDGE CLASS PORT
#
# ISTHMUS_URL and ISTHMUS_TENANT say where; ISTHMUS_ONCE=1 ends it after the first reroute.
set -eu

[ $# -eq 4 ] && [ -n "${ISTHMUS_TOKEN:-}" ] || {
  echo "usage: ISTHMUS_TOKEN=… $0 SERVICE USERS-EDGE CLASS PORT" >&2
  exit 2
}

service=$1 users=$2 class=$3 port=$4
api=${ISTHMUS_URL:-http://127.0.0.1:8080}/api/v1/tenants/${ISTHMUS_TENANT:-default}

# The token goes by a file: arguments are everybody's to read.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
(umask 077 && printf 'Authorization: Bearer %s\n' "$ISTHMUS_TOKEN" >"$work/token")

# ask METHOD PATH [BODY]: writes the answer; of a refusal, says why and fails.
ask() {
  set -- "$1" "$2" "${3:-}"
  curl -sS --max-time 70 -X "$1" -H "@$work/token" -H 'Prefer: wait=5' \
    ${3:+-H 'Content-Type: application/json' --data "$3"} \
    -o "$work/answer" -w '%{http_code}' "$api/$2" >"$work/status"
  if [ "$(cat "$work/status")" -ge 400 ]; then
    jq -r '"\(.status) \(.code): \(.detail)"' "$work/answer" >&2
    return 1
  fi
  cat "$work/answer"
}

# From here on no event is missed: the stream below begins after the last one that there is now.
last=0
while [ -n "${next=0}" ]; do
  page=$(ask GET "events?limit=500&after=$last")
  last=$(printf '%s' "$page" | jq -r --arg last "$last" '.items[-1].id // $last')
  next=$(printf '%s' "$page" | jq -r '.nextCursor // empty')
done

# Place it: at the edge that the users reach soonest by what is measured now; others last, by name.
ask GET "paths?edge=$users&limit=500" >"$work/paths"
jq --arg users "$users" '
  [.items[] | select(.local.edge == $users and .quality.rttMs.mean != null)]
  | group_by(.remote.edge) | map({key: .[0].remote.edge, value: (map(.quality.rttMs.mean) | min)})
  | from_entries' "$work/paths" >"$work/reached"
ask GET 'edges?limit=500' >"$work/edges"
edge=$(jq -r --arg users "$users" --slurpfile reached "$work/reached" '
  [.items[] | select(.name != $users and (.lanSegments | length) > 0)]
  | sort_by([$reached[0][.name] // 1e9, .name]) | .[0].name' "$work/edges")
prefix=$(jq -r --arg edge "$edge" '
  [.items[] | select(.name == $edge) | .lanSegments[].prefixes[] | select(contains(":") | not)][0]' "$work/edges")
address=$(printf '%s' "$prefix" | sed 's|\.[0-9]*/.*|.80|')
echo "placed $service at $edge, $address"

# Classify it. PUT of the same again changes nothing.
ask PUT "applications/$service" "$(jq -n --arg class "$class" --arg to "$address/32" --arg port "$port" '
  {trafficClass: $class, matches: [{protocol: "tcp", destinationPrefixes: [$to], destinationPorts: [$port]}]}')" \
  >"$work/application"
echo "classified $service as $class in revision $(jq .revision "$work/application")"

# Our criterion: what carries the class breaks its objective. Then another of its overlays is held for
# ten minutes; the decision ends by itself, or when the first overlay keeps the objective again.
on_broken() {
  bad=$(printf '%s' "$1" | jq -r .overlay)
  other=$(ask GET "traffic-classes/$class" |
    jq -r --arg bad "$bad" '[.steering.overlays[] | select(. != $bad)][0] // empty')
  [ -n "$other" ] || return 0
  ask POST steering-decisions "$(printf '%s' "$1" | jq --arg other "$other" '
    {trafficClass, sourceEdge, destinationEdge, overlay: $other, hold: "PIN", expiresInSeconds: 600,
     reason: "\(.metric)\(if .value then " \(.value * 10 | round / 10)" else "" end) on \(.overlay)"}')" >"$work/decision" || return 0
  jq -r .id "$work/decision" >"$work/held-$bad"
  echo "rerouted $class to $other: $(jq -r .reason "$work/decision") (decision $(jq -r .id "$work/decision"))"
}

on_restored() {
  good=$(printf '%s' "$1" | jq -r .overlay)
  [ -f "$work/held-$good" ] || return 0
  ask DELETE "steering-decisions/$(cat "$work/held-$good")" >/dev/null || true
  rm "$work/held-$good"
  echo "$good keeps the objective again"
}

# Listen: server-sent events, a CloudEvent in each data line. After a break, on from the last one.
echo listening
mkfifo "$work/events"
while :; do
  curl -sSN -H "@$work/token" -H 'Accept: text/event-stream' -H "Last-Event-ID: $last" \
    "$api/events" >"$work/events" &
  stream=$!
  while IFS= read -r line; do
    case $line in
      data:*) ;;
      *) continue ;;
    esac
    event=${line#data:}
    last=$(printf '%s' "$event" | jq -r .id)
    ours=$(printf '%s' "$event" | jq -c --arg class "$class" '.data | select(.trafficClass == $class)')
    [ -n "$ours" ] || continue
    case $(printf '%s' "$event" | jq -r .type) in
      io.isthmus.sla.broken)
        [ "$(printf '%s' "$ours" | jq .carrying)" != true ] || on_broken "$ours"
        if [ -n "${ISTHMUS_ONCE:-}" ] && [ -f "$work/decision" ]; then
          kill "$stream"
          exit 0
        fi
        ;;
      io.isthmus.sla.restored) on_restored "$ours" ;;
    esac
  done <"$work/events"
  sleep 1
done
