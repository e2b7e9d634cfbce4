// The same as the charts, for those who read: moves, violations, and the numbers.
import { html, nothing } from '../../lib.js';
import { duration, ms, pct, time } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { badge } from '../../kit/badge.js';
import { causeBadge } from '../shared/causes.js';
import { hash } from '../shared/links.js';
import { breach, short } from '../shared/tunnels.js';

const MOST_ROWS = 60;
const MOST_MOMENTS = 12;

export function momentTables({ moves, violations }, ctx) {
  return html`<div class="grid">
    <div class="span6">${section({
      title: 'Classes that came and left',
      sub: newest(moves),
      body: table({
        caption: 'Classes that came and left in this time',
        columns: [
          { key: 'at', label: 'When', cell: (row) => time(row.decidedAt) },
          { key: 'what', label: 'What', cell: (row) => html`${row.trafficClass} to ${row.destinationEdge} ${row.arrived ? 'came' : 'left'}` },
          { key: 'cause', label: 'Why', cell: (row) => causeBadge(row.cause) },
        ],
        rows: [...moves].reverse().slice(0, MOST_MOMENTS),
        rowHref: (row) => hash(ctx.params, 'steering', [row.id]),
        empty: 'None in this time.',
      }),
    })}</div>
    <div class="span6">${section({
      title: 'Violations on it',
      sub: newest(violations),
      body: table({
        caption: 'Violations of objectives in this time',
        columns: [
          { key: 'beganAt', label: 'From', cell: (row) => time(row.beganAt) },
          { key: 'trafficClass', label: 'Class' },
          { key: 'what', label: 'What', cell: breach },
          { key: 'duration', label: 'Lasted', cell: (row) => (row.open ? badge('bad', 'Open') : duration(row.durationMs)) },
        ],
        rows: violations.slice(0, MOST_MOMENTS),
        rowHref: (row) => hash(ctx.params, 'sla', [row.id]),
        empty: 'None in this time.',
      }),
    })}</div>
  </div>`;
}

const newest = ({ length }) => (length > MOST_MOMENTS ? `The newest ${MOST_MOMENTS} of ${length}.` : undefined);

/** At most so many rows: every n-th point, and always the newest. */
export function numbersTable({ points, span }) {
  const every = Math.ceil(points.length / MOST_ROWS);
  const rows = [...points].reverse().filter((point, i) => i % every === 0);
  const has = (key) => points.some((point) => point[key]);
  return html`<details class="card numbers"><summary>The numbers as a table${every > 1 ? `, every ${short(duration(every * span.range.step * 1000))}` : ''}</summary>
    ${table({
      caption: 'What was measured, the newest first',
      columns: [
        { key: 'at', label: 'At', cell: (row) => time(row.at) },
        ...(has('forwardDelayMs') ? [
          { key: 'there', label: 'One way there, mean', numeric: true, cell: (row) => ms(row.forwardDelayMs?.mean) },
          { key: 'back', label: 'One way back, mean', numeric: true, cell: (row) => ms(row.backwardDelayMs?.mean) },
        ] : []),
        { key: 'p50', label: 'Round trip, median', numeric: true, cell: (row) => ms(row.rttMs?.p50) },
        { key: 'p95', label: '95th', numeric: true, cell: (row) => ms(row.rttMs?.p95) },
        { key: 'p99', label: '99th', numeric: true, cell: (row) => ms(row.rttMs?.percentile) },
        { key: 'jitter', label: 'Jitter there', numeric: true, cell: (row) => ms(row.jitterForwardMs) },
        { key: 'jitterBack', label: 'Jitter back', numeric: true, cell: (row) => ms(row.jitterBackwardMs) },
        { key: 'loss', label: 'Loss', numeric: true, cell: (row) => pct(row.lossPct) },
        { key: 'state', label: 'State', cell: (row) => row.state.toLowerCase().replaceAll('_', ' ') },
      ],
      rows,
    })}</details>`;
}
