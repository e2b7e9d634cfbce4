// All paths with how both ends find them now.
import { html } from '../../lib.js';
import { count, ms, pct } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { emptyState } from '../../kit/states.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { pathHash } from '../shared/links.js';
import { pager } from '../shared/pager.js';
import { pathBadge, worstPathState } from '../shared/states.js';
import { oneWay, rtt } from '../shared/tunnels.js';

const STATES = [
  { value: 'UP', label: 'Up' }, { value: 'DOWN', label: 'Down' },
  { value: 'REMOTE_SILENT', label: 'Remote silent' }, { value: 'UNKNOWN', label: 'Unknown' },
];

export function pathList({ page, edges }, ctx) {
  const filtered = ['edge', 'state', 'cursor'].some((name) => ctx.params.query.get(name));
  if (page.items.length === 0 && !page.nextCursor && !filtered) {
    return emptyState({ title: 'No path yet', text: 'A path joins two WAN links over which an overlay has a tunnel. Declare edges and an overlay first.' });
  }
  const both = (there, back) => html`<span class="nowrap">${there}</span> <span class="muted" aria-label="and back">/</span> <span class="nowrap">${back}</span>`;
  return html`
    ${filterBar(ctx, 'paths', [
      { name: 'edge', label: 'Edge', type: 'select', options: anyOf('Every edge', edges) },
      { name: 'state', label: 'State', type: 'select', options: anyOf('Any state', STATES) },
    ])}
    ${table({
      caption: 'Paths; values there and back',
      columns: [
        { key: 'path', label: 'Path', cell: ({ local, remote }) => html`<span class="whole">${local.edge} <span class="muted">${local.wanLink}</span> –</span> <span class="whole">${remote.edge} <span class="muted">${remote.wanLink}</span></span>` },
        { key: 'state', label: 'State', cell: (row) => pathBadge(worstPathState(row.quality.state, row.remoteQuality.state)) },
        { key: 'delay', label: 'One way', numeric: true, cell: (row) => both(ms(oneWay(row.quality)), ms(oneWay(row.remoteQuality))) },
        { key: 'rtt', label: 'Round trip', numeric: true, cell: (row) => ms(rtt(row.quality) ?? rtt(row.remoteQuality)) },
        { key: 'jitter', label: 'Jitter', numeric: true, cell: (row) => both(ms(row.quality.jitterForwardMs), ms(row.remoteQuality.jitterForwardMs)) },
        { key: 'loss', label: 'Loss', numeric: true, cell: (row) => both(pct(row.quality.lossForwardPct ?? row.quality.lossPct), pct(row.remoteQuality.lossForwardPct ?? row.remoteQuality.lossPct)) },
        { key: 'protection', label: 'Protection', cell: (row) => (row.protection === 'WIREGUARD' ? 'WireGuard' : 'plain') },
        { key: 'overlayCount', label: 'Overlays', numeric: true, cell: (row) => count(row.overlayCount) },
      ],
      rows: page.items,
      rowHref: (row) => pathHash(ctx.params, row.key),
      empty: 'No path of this page fits.',
    })}
    ${pager(ctx.params, 'paths', page.nextCursor)}`;
}
