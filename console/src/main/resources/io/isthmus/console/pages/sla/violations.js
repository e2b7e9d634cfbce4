// Violations, open and past.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { count, duration, time, ago } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { hash } from '../shared/links.js';
import { pager } from '../shared/pager.js';
import { breach, pairCell, tunnelLink } from '../shared/tunnels.js';

export function violationList({ page, lasting, classes, edges }, ctx) {
  const carrying = lasting.items.filter((each) => each.carrying).length;
  const open = `${count(lasting.items.length)}${lasting.nextCursor ? '+' : ''}`;
  return html`
    <p class="summary" role="status">${lasting.items.length === 0 ? badge('ok', 'No violation is open')
      : html`${badge('bad', `${open} ${lasting.items.length === 1 ? 'open violation' : 'open violations'}`)}
        <span class="muted">${carrying === 0 ? 'none began on a tunnel that carried its class' : `${count(carrying)} began on a tunnel that carried its class`}</span>`}</p>
    ${filterBar(ctx, 'sla', [
      { name: 'open', label: 'State', type: 'select', options: anyOf('Open and past', [{ value: 'true', label: 'Open' }, { value: 'false', label: 'Past' }]) },
      { name: 'trafficClass', label: 'Traffic class', type: 'select', options: anyOf('All', classes) },
      { name: 'sourceEdge', label: 'From edge', type: 'select', options: anyOf('Every edge', edges) },
      { name: 'destinationEdge', label: 'To edge', type: 'select', options: anyOf('Every edge', edges) },
      { name: 'from', label: 'Lasted after', type: 'datetime-local', step: 1 },
      { name: 'to', label: 'Began before', type: 'datetime-local', step: 1 },
    ])}
    ${table({
      caption: 'Violations of objectives, the newest first',
      columns: [
        { key: 'trafficClass', label: 'Class' },
        { key: 'state', label: 'State', cell: (row) => (row.open ? badge('bad', 'Open') : badge('unknown', 'Over')) },
        { key: 'pair', label: 'Edges', cell: (row) => pairCell(row.sourceEdge, row.destinationEdge) },
        { key: 'tunnel', label: 'Tunnel', cell: (row) => tunnelLink(row, row.sourceEdge, ctx, row.destinationEdge) },
        { key: 'what', label: 'What broke it', wide: true, cell: breach },
        { key: 'carrying', label: 'Carried it', cell: (row) => (row.carrying ? badge('warn', 'Yes') : html`<span class="muted">no</span>`) },
        { key: 'beganAt', label: 'Began', cell: (row) => html`<time datetime=${row.beganAt} title=${ago(row.beganAt)}>${time(row.beganAt)}</time>` },
        { key: 'durationMs', label: 'Lasted', numeric: true, cell: (row) => duration(row.durationMs) },
      ],
      rows: page.items,
      rowHref: (row) => hash(ctx.params, 'sla', [row.id]),
      empty: 'No violation fits.',
    })}
    ${pager(ctx.params, 'sla', page.nextCursor)}`;
}
