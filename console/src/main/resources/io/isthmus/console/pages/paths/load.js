// What the page of a path shows, fetched without asking again for what is there already.
import { pathHash } from '../shared/links.js';
import { isOn } from './key.js';
import { windowOf } from './ranges.js';

/** Edges tell of a second some moments after it: so much is asked for again. */
const LATE_MS = 15_000;
const CONTEXT_EVERY_MS = 10_000;

export async function loadPath({ api, params, signal, state }) {
  const key = params.path.join('/');
  const [edge, , remote] = params.path;
  const span = windowOf(params.query);
  const [path, measured, context] = await Promise.all([
    api.get('paths', { query: { edge, remoteEdge: remote, limit: 1000 }, signal }).then(
      ({ body }) => body.items.find((each) => each.key === key), absent),
    measurements(api, key, span, state, signal),
    contextOf(api, params, span, state, signal),
  ]);
  const classes = context.classes.filter((each) =>
    each.steering.overlays.some((name) => measured.overlays.includes(name)));
  return { key, path, span, ...measured, ...context, classes, href: (to) => pathHash(params, to) };
}

/** Both edges have to exist for there to be a path; what was measured outlives them. */
function absent(problem) {
  if (problem.status === 400 || problem.status === 404) return undefined;
  throw problem;
}

async function measurements(api, key, span, state, signal) {
  const id = `${span.range.id}|${span.live ? 'now' : span.to}`;
  const known = state.measured?.id === id ? state.measured : { id, points: new Map(), overlays: [] };
  const due = known.at === undefined || (span.live && Date.now() - known.at >= span.range.every);
  if (due) {
    const newest = [...known.points.keys()].at(-1);
    const from = newest === undefined ? span.from : Math.max(span.from, newest - LATE_MS - span.range.step * 2000);
    const query = { path: key, from: iso(from), to: iso(span.to), stepSeconds: span.range.step, percentile: 99 };
    const { body } = await api.get('measurements', { query, signal });
    const [series] = body.series;
    for (const point of series?.points ?? []) known.points.set(Date.parse(point.at), point);
    known.overlays = series?.overlays ?? [];
    known.at = Date.now();
    for (const at of known.points.keys()) if (at < span.from - span.range.step * 1000) known.points.delete(at);
    state.measured = known;
  }
  const points = [...known.points].sort(([a], [b]) => a - b).map(([, point]) => point);
  return { points, overlays: known.overlays };
}

/** Violations, decisions, classes and what the path carries: these change seldom. */
async function contextOf(api, params, span, state, signal) {
  const id = `${span.range.id}|${span.live ? 'now' : span.to}`;
  const known = state.context;
  if (known?.id === id && (!span.live || Date.now() - known.at < CONTEXT_EVERY_MS) && !state.contextStale) return known.value;
  const [edge, , remote] = params.path;
  const within = { from: iso(span.from), to: iso(span.to) };
  const none = () => ({ body: { items: [] } });
  const [classes, violations, decisions, before, carriages] = await Promise.all([
    api.all('traffic-classes', { signal }),
    api.get('sla-violations', { query: { path: params.path.join('/'), ...within, limit: 500 }, signal }),
    api.all('steering-decisions', { query: { sourceEdge: edge, decidedBy: 'EDGE', ...within }, signal, most: 2000 }),
    api.get('steering-decisions', { query: { sourceEdge: edge, decidedBy: 'EDGE', at: iso(span.from), limit: 1000 }, signal }),
    api.get('carriages', { query: { sourceEdge: edge, destinationEdge: remote, limit: 1000 }, signal }).catch(none),
  ]);
  const value = {
    classes,
    violations: violations.body.items,
    moves: movesOf(decisions, before.body.items, params.path),
    carried: carriages.body.items.filter((each) => each.effective?.legs.some((leg) => isOn(params.path, leg))),
  };
  state.context = { id, at: Date.now(), value };
  return value;
}

/** Choices by which a class came to the path or left it. */
export function movesOf(decisions, before, path) {
  const last = new Map(before.map((each) => [pairOf(each), on(path, each)]));
  const moves = [];
  for (const each of [...decisions].reverse()) {
    const was = last.get(pairOf(each)) ?? false;
    const is = on(path, each);
    if (is !== was) moves.push({ ...each, arrived: is });
    last.set(pairOf(each), is);
  }
  return moves;
}

const pairOf = ({ trafficClass, destinationEdge }) => `${trafficClass}/${destinationEdge}`;
const on = (path, { members }) => (members ?? []).some((leg) => isOn(path, leg));
const iso = (millis) => new Date(millis).toISOString();
