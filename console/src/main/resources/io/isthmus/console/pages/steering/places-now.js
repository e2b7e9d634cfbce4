// Where a class runs now, beside the form that moves it.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { ms, pct } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { badge } from '../../kit/badge.js';
import { jitter, oneWay, pairCell, rtt, tunnelLink, verdictBadge } from '../shared/tunnels.js';

const MOST_PAIRS = 6;

/** Fetched whenever the form names another class or other edges. */
export function placesNow({ trafficClass, sourceEdge, destinationEdge }, ctx) {
  const { state } = ctx;
  const wanted = JSON.stringify([trafficClass, sourceEdge, destinationEdge]);
  if (state.placesOf !== wanted) {
    state.placesOf = wanted;
    fetchPlaces({ trafficClass, sourceEdge, destinationEdge }, ctx).then((places) => {
      if (state.placesOf !== wanted) return;
      state.places = places;
      ctx.update();
    });
  }
  if (!state.places) return nothing;
  const { pairs, more, problem } = state.places;
  if (problem) return html`<p class="muted">Where it runs now is not known: ${problem.detail}</p>`;
  const rows = pairs.flatMap((each) => each.tunnels.map((tunnel) => ({ ...tunnel, sourceEdge: each.sourceEdge, destinationEdge: each.destinationEdge })));
  return html`<details class="places" open><summary>Where it runs now${more ? `, of the first ${pairs.length} pairs of edges` : ''}</summary>
    ${table({
      caption: 'Where the class runs now',
      columns: [
        { key: 'pair', label: 'Edges', cell: (row) => pairCell(row.sourceEdge, row.destinationEdge) },
        { key: 'tunnel', label: 'Tunnel', cell: (row) => tunnelLink(row, row.sourceEdge, ctx, row.destinationEdge) },
        { key: 'carrying', label: 'Now', cell: (row) => (row.carrying ? badge('info', 'Carries it') : '–') },
        { key: 'verdict', label: 'Objective', cell: (row) => verdictBadge(row.verdict) },
        { key: 'delay', label: 'One way', numeric: true, cell: (row) => ms(oneWay(row.quality)) },
        { key: 'rtt', label: 'Round trip', numeric: true, cell: (row) => ms(rtt(row.quality)) },
        { key: 'jitter', label: 'Jitter', numeric: true, cell: (row) => ms(jitter(row.quality)) },
        { key: 'loss', label: 'Loss', numeric: true, cell: (row) => pct(row.quality?.lossPct) },
      ],
      rows,
      empty: 'No overlay of the class joins such edges.',
    })}</details>`;
}

async function fetchPlaces({ trafficClass, sourceEdge, destinationEdge }, { api }) {
  try {
    const { body } = await api.get(path`traffic-classes/${trafficClass}/status`, { query: { sourceEdge, destinationEdge, limit: MOST_PAIRS } });
    return { pairs: body.items, more: Boolean(body.nextCursor) };
  } catch (problem) {
    return { problem };
  }
}
