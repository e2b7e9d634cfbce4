// Events as sentences.
import { html } from '../../lib.js';
import { duration, ms } from '../../kit/format.js';
import { inWords } from '../shared/causes.js';
import { hash, pathHash } from '../shared/links.js';
import { breach, metricName, pathKey } from '../shared/tunnels.js';

/** Filters by the part of the type after io.isthmus. */
export const KINDS = [
  { value: 'class', label: 'reroutes' },
  { value: 'decision', label: 'requested decisions that end' },
  { value: 'sla', label: 'SLA violations' },
  { value: 'path', label: 'paths' },
  { value: 'edge', label: 'edges' },
  { value: 'intent', label: 'changes of the intent' },
  { value: 'operation', label: 'operations' },
  { value: 'config', label: 'refused configurations' },
  { value: 'drift', label: 'repaired drift' },
];

const HEALTH = {
  'operation.succeeded': 'ok', 'operation.failed': 'bad', 'edge.connected': 'ok', 'edge.disconnected': 'bad',
  'config.refused': 'bad', 'drift.repaired': 'warn', 'path.down': 'bad', 'path.up': 'ok', 'path.silent': 'bad',
  'sla.broken': 'bad', 'sla.restored': 'ok',
};

const typeOf = (event) => event.type.replace('io.isthmus.', '');

export const kindOf = (event) => HEALTH[typeOf(event)] ?? 'info';

const names = (overlays) => (overlays ?? []).map((each) => each?.overlay ?? each).join(', ') || 'nothing';
const places = ({ sourceEdge, destinationEdge }) => `from ${sourceEdge ?? 'every edge'} to ${destinationEdge ?? 'every edge'}`;
const links = ({ edge, sourceEdge, localWanLink, remoteEdge, remoteWanLink }) =>
  `${edge ?? sourceEdge} ${localWanLink} to ${remoteEdge} ${remoteWanLink}`;

const SENTENCES = {
  'intent.changed': (d) => `${d.summary ?? 'The intent changed'} (revision ${d.revision})`,
  'operation.succeeded': (d) => `In force at all edges: ${d.summary ?? `revision ${d.revision}`}${d.durationMs === undefined ? '' : `, after ${duration(d.durationMs)}`}`,
  'operation.failed': (d) => `Refused by ${(d.failedEdges ?? []).join(', ') || 'an edge'}: ${d.summary ?? `revision ${d.revision}`}`,
  'edge.connected': (d) => `${d.edge} connected`,
  'edge.disconnected': (d) => `${d.edge} disconnected${d.reason ? `: ${d.reason}` : ''}`,
  'config.refused': (d) => `${d.edge} refused revision ${d.revision}`,
  'drift.repaired': (d) => `${d.edge} put right what had been changed in its kernel${d.repairedCount ? `: ${d.repairedCount} things` : ''}`,
  'class.rerouted': (d) => `${d.trafficClass} ${places(d)} now runs on ${names(d.overlays)}${d.reason ? `: ${d.choice ? inWords(d.reason) : d.reason}` : ''}`,
  'decision.expired': (d) => `The request that put ${d.trafficClass} ${places(d)} on ${names(d.overlays)} has ended by itself`,
  'path.down': (d) => `Path ${links(d)} is down${d.reason ? `: ${inWords(d.reason)}` : ''}`,
  'path.up': (d) => `Path ${links(d)} is up`,
  'path.silent': (d) => `${d.remoteEdge} is not heard any more by ${d.edge}, on ${d.localWanLink}`,
  'sla.broken': (d) => `${d.trafficClass} ${places(d)}: ${d.overlay} breaks the objective, ${breach(d)}${d.carrying ? ', and carries the class' : ''}`,
  'sla.restored': (d) => `${d.trafficClass} ${places(d)}: ${d.overlay} keeps the objective again (${metricName(d.metric)}), after ${duration(d.durationMs)}`,
};

export function sentence(event) {
  return (SENTENCES[typeOf(event)] ?? (() => `${typeOf(event)} of ${event.subject}`))(event.data ?? {});
}

/** What belongs to it, with links. @returns {[string, unknown][]} */
export function details({ data = {} }, ctx) {
  const to = (page, name, text = name) => name && html`<a href=${hash(ctx.params, page, [name])}>${text}</a>`;
  const edge = data.edge ?? data.sourceEdge;
  const onPath = data.localWanLink && data.remoteWanLink;
  return [
    ['Class', to('classes', data.trafficClass)],
    ['Edge', to('edges', edge)],
    ['To edge', to('edges', data.destinationEdge ?? data.remoteEdge)],
    ['Path', onPath && html`<a href=${pathHash(ctx.params, pathKey(edge, data))}>${links(data)}</a>`],
    ['Decision', to('steering', data.choice ?? data.decision, 'Why this path?')],
    ['Violation', to('sla', data.violation, 'the violation')],
    ['Operation', to('operations', data.operation, 'the operation')],
    ['Reaction', data.reactionMs === undefined ? undefined : ms(data.reactionMs)],
    ['Found after', data.detectionMs === undefined ? undefined : ms(data.detectionMs)],
    ['Edges concerned', data.affectedEdges?.join(', ')],
  ].filter(([, value]) => value);
}
