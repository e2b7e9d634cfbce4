// One class: the verdict on every tunnel for each pair of edges, its objective and its policy.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { ago, count, duration, ms, pct, time } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { ask } from '../shared/act.js';
import { causeBadge, inWords, STRATEGIES, STRATEGY_NAMES } from '../shared/causes.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { hash } from '../shared/links.js';
import { planView, planWithout } from '../shared/plan.js';
import { progressBanner } from '../shared/progress.js';
import { slice } from '../shared/slice.js';
import { breach, jitter, legsView, oneWay, pair, pairCell, rtt, tunnelLink, verdictBadge } from '../shared/tunnels.js';
import { keeps } from './list.js';
import { objectiveTable } from './objective.js';

const EXISTING = { MOVE_NOW: 'move with it', STICKY: 'stay where they began, as long as that path lives' };
const NONE_COMPLIANT = { BEST_AVAILABLE: 'it takes the tunnel that comes closest', KEEP_CURRENT: 'it stays where it is', DROP: 'its packets are dropped' };
const NO_PATH = { FALL_BACK: 'it travels as the default class does', DROP: 'its packets are dropped' };

export function classActions({ name }, ctx) {
  return html`
    <a class="button" href=${hash(ctx.params, 'steering', [], { tab: 'history', trafficClass: name })}>History</a>
    ${ctx.me.can('orchestrator') ? html`
      <a class="button" href=${hash(ctx.params, 'steering', ['new'], { trafficClass: name })}>Move it</a>
      <a class="button" href=${hash(ctx.params, 'classes', [name], { edit: 1 })}>Edit</a>
      <button class="button danger" type="button" @click=${() => remove(name, ctx)}>Delete</button>` : nothing}`;
}

export function classDetail(data, ctx) {
  const { one: { body }, pairs, more, operation } = data;
  return html`
    ${progressBanner(operation, 'classes', ctx)}
    ${requestedNote(data.requested, ctx)}
    ${section({
      title: 'Where it runs',
      sub: html`${keeps({ pairs, more })}${more ? ` The first ${count(pairs.length)} pairs of edges are shown: narrow them by edge.` : ''}`,
      body: html`
        ${filterBar(ctx, 'classes', edgeFilters(data.edges))}
        ${slice(pairs, ctx, (rows) => pairTable(rows, ctx))}`,
    })}
    ${section({
      title: 'Every tunnel that may carry it',
      sub: 'As the edge where the packets enter judges it, by what it measured in the last second.',
      body: slice(tunnels(pairs), ctx, (rows) => tunnelTable(rows, ctx)),
    })}
    <div class="grid page-section">
      <div class="span6">${section({ title: 'Objective', body: objectiveTable(body.sla) })}</div>
      <div class="span6">${section({ title: 'Policy', body: policy(body) })}</div>
    </div>
    ${section({ title: 'Applications in it', body: applicationsOf(data.applications, body, ctx) })}`;
}

const edgeFilters = (edges) => [
  { name: 'sourceEdge', label: 'From edge', type: 'select', options: anyOf('Every edge', edges) },
  { name: 'destinationEdge', label: 'To edge', type: 'select', options: anyOf('Every edge', edges) },
];

function requestedNote(requested, ctx) {
  if (requested.length === 0) return nothing;
  return html`<div class="note"><p><strong>Moved by request:</strong>
    ${requested.map((decision, i) => html`${i ? '; ' : ''}<a href=${hash(ctx.params, 'steering', [decision.id])}>${
      pair(decision.sourceEdge, decision.destinationEdge)} on ${decision.overlays.map((share) => share.overlay).join(', ')}</a>`)}.</p></div>`;
}

function pairTable(rows, ctx) {
  return table({
    caption: 'What carries the class for each pair of edges',
    columns: [
      { key: 'pair', label: 'Edges', cell: (row) => pairCell(row.sourceEdge, row.destinationEdge) },
      { key: 'verdict', label: 'Objective', cell: (row) => verdictBadge(row.verdict) },
      { key: 'legs', label: 'Runs on', cell: (row) => legsView(row.effective?.legs, row.sourceEdge, ctx, row.destinationEdge) },
      { key: 'since', label: 'Since', cell: (row) => row.effective ? html`<time datetime=${row.effective.since} class="nowrap" title=${time(row.effective.since)}>${ago(row.effective.since)}</time>` : '–' },
      { key: 'cause', label: 'Why', wide: true, cell: (row) => row.effective ? html`${causeBadge(row.effective.cause)}
        <a href=${hash(ctx.params, 'steering', [row.effective.choice])}>Why this path?</a>
        ${row.effective.reason ? html`<br><span class="muted">${inWords(row.effective.reason)}</span>` : nothing}` : '–' },
    ],
    rows,
    empty: 'No pair of edges is joined by an overlay of the class.',
  });
}

const tunnels = (pairs) => pairs.flatMap(({ sourceEdge, destinationEdge, tunnels: of }) =>
  of.map((tunnel) => ({ sourceEdge, destinationEdge, ...tunnel })));

function tunnelTable(rows, ctx) {
  return table({
    caption: 'Verdicts on tunnels',
    columns: [
      { key: 'pair', label: 'Edges', cell: (row) => pairCell(row.sourceEdge, row.destinationEdge) },
      { key: 'tunnel', label: 'Tunnel', cell: (row) => tunnelLink(row, row.sourceEdge, ctx, row.destinationEdge) },
      { key: 'rank', label: 'Rank', numeric: true, cell: (row) => row.rank + 1 },
      { key: 'carrying', label: 'Carries it', cell: (row) => (row.carrying ? badge('info', 'Yes') : html`<span class="muted">no</span>`) },
      { key: 'verdict', label: 'Objective', cell: (row) => html`${verdictBadge(row.verdict)}${
        row.verdict === 'BROKEN' ? html`<br><small>${breach(row)}${row.brokenSince ? `, since ${time(row.brokenSince)}` : ''}</small>` : nothing}` },
      { key: 'delay', label: 'One way', numeric: true, cell: (row) => ms(oneWay(row.quality)) },
      { key: 'rtt', label: 'Round trip', numeric: true, cell: (row) => ms(rtt(row.quality)) },
      { key: 'jitter', label: 'Jitter', numeric: true, cell: (row) => ms(jitter(row.quality)) },
      { key: 'loss', label: 'Loss', numeric: true, cell: (row) => pct(row.quality?.lossPct) },
    ],
    rows,
    empty: 'No tunnel may carry it.',
  });
}

function policy({ steering, role }) {
  return facts([
    ['Strategy', html`${STRATEGY_NAMES[steering.strategy]}: <span class="muted">${STRATEGIES[steering.strategy]}</span>`],
    ['Overlays', steering.overlays.map((name) => (steering.weights ? `${name} (${steering.weights[name] ?? 1})` : name)).join(', ')],
    ['Who moves it', steering.mode === 'STATIC' ? 'requests alone' : 'the edges, at once'],
    ['Running flows', EXISTING[steering.existingFlows]],
    ['When no tunnel keeps the objective', NONE_COMPLIANT[steering.whenNoneCompliant]],
    ['When no overlay joins two edges', NO_PATH[steering.whenNoPath]],
    ['Returns to a better tunnel after', duration(steering.holdDownMs)],
    ['Watched besides', steering.shadow && STRATEGY_NAMES[steering.shadow]],
    ['Default class', role === 'DEFAULT' ? 'yes: flows that no application matches' : undefined],
  ]);
}

function applicationsOf(applications, { name, role }, ctx) {
  return html`${table({
    caption: 'Applications',
    columns: [
      { key: 'name', label: 'Application' },
      { key: 'priority', label: 'Priority', numeric: true },
      { key: 'matches', label: 'Rules', numeric: true, cell: (row) => count(row.matches.length) },
    ],
    rows: applications,
    rowHref: (row) => hash(ctx.params, 'applications', [row.name]),
    empty: role === 'DEFAULT' ? 'None: it takes what no application matches.' : 'None yet: no flow is in this class.',
  })}
  ${ctx.me.can('orchestrator') ? html`<p class="after-table"><a class="button small" href=${hash(ctx.params, 'applications', [], { new: 1, trafficClass: name })}>Add an application</a></p>` : nothing}`;
}

async function remove(name, ctx) {
  let difference;
  try {
    difference = await planWithout(ctx.api, 'trafficClasses', name);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    ctx.toast(problem.errors?.[0]?.message ?? problem.detail, { kind: 'bad' });
    return;
  }
  const gone = await ask(ctx, {
    title: `Delete class ${name}?`,
    text: html`<p>Its flows travel as the default class does from then on.</p>${planView(difference)}`,
    confirm: 'Delete class',
    danger: true,
    done: `Class ${name} is deleted`,
    action: () => ctx.api.del(path`traffic-classes/${name}`),
  });
  if (gone) ctx.navigate(hash(ctx.params, 'classes'));
}
