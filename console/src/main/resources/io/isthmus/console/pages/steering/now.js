// What carries each class from edge to edge at this moment.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { ago, count, time } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { causeBadge, inWords } from '../shared/causes.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { hash } from '../shared/links.js';
import { slice } from '../shared/slice.js';
import { legsView, pairCell } from '../shared/tunnels.js';
import { decisionRows } from './rows.js';

const BASES = {
  DECISION: 'a request',
  POLICY: 'its policy',
  FALL_BACK: 'the default class, as no overlay of its own joins the edges',
  DROPPED: 'dropped, as nothing joins the edges',
};

export function nowView({ carriages, more, requested, classes, edges }, ctx) {
  return html`
    ${filterBar(ctx, 'steering', placeFilters(classes, edges))}
    ${requested.length ? section({
      title: 'Moved by request',
      sub: 'These hold until they expire, are withdrawn, or a newer one covers the same.',
      body: decisionRows(requested, ctx, { caption: 'Requested decisions in force', withdraw: true }),
    }) : nothing}
    ${section({
      title: 'What carries what',
      sub: more ? `The first ${count(carriages.length)} pairs: narrow them by class or edge.` : undefined,
      body: slice(carriages, ctx, (rows) => table({
        caption: 'What carries each class for each pair of edges',
        columns: [
          { key: 'trafficClass', label: 'Class' },
          { key: 'pair', label: 'Edges', cell: (row) => pairCell(row.sourceEdge, row.destinationEdge) },
          { key: 'legs', label: 'Runs on', cell: (row) => carried(row, ctx) },
          { key: 'since', label: 'Since', cell: (row) => row.effective
            ? html`<time datetime=${row.effective.since} title=${time(row.effective.since)}>${ago(row.effective.since)}</time>` : '–' },
          { key: 'why', label: 'Why', wide: true, cell: (row) => why(row, ctx) },
        ],
        rows,
        rowHref: (row) => row.trafficClass === 'unclassified' ? undefined : hash(ctx.params, 'classes', [row.trafficClass]),
        empty: 'No overlay joins such edges.',
      })),
    })}`;
}

export const placeFilters = (classes, edges) => [
  { name: 'trafficClass', label: 'Traffic class', type: 'select', options: anyOf('All', classes.map((each) => each.name)) },
  { name: 'sourceEdge', label: 'From edge', type: 'select', options: anyOf('Every edge', edges) },
  { name: 'destinationEdge', label: 'To edge', type: 'select', options: anyOf('Every edge', edges) },
];

function carried({ basis, effective, overlays, sourceEdge, destinationEdge }, ctx) {
  if (effective) return legsView(effective.legs, sourceEdge, ctx, destinationEdge);
  if (basis === 'DROPPED') return badge('bad', 'Dropped');
  return html`<span class="muted">planned: ${overlays.join(', ')}</span>`;
}

function why({ basis, effective, decision }, ctx) {
  if (!effective) return html`<span class="muted">By ${BASES[basis]}; the edge has told nothing yet.</span>`;
  return html`${causeBadge(effective.cause)}
    <a href=${hash(ctx.params, 'steering', [effective.choice])}>Why this path?</a>
    ${decision ? html` <a href=${hash(ctx.params, 'steering', [decision])}>The request</a>` : nothing}
    ${effective.reason ? html`<br><span class="muted">${inWords(effective.reason)}</span>` : nothing}`;
}
