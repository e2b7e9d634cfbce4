// The tunnels that an edge chose among.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { ms, pct, rate } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { pathBadge } from '../shared/states.js';
import { sameTunnel, tunnelLink } from '../shared/tunnels.js';

/** @param {object} one a choice @param {?object} before the choice before */
export function candidateTable(one, before, ctx) {
  const has = (key) => one.inputs.some((input) => input[key] !== undefined);
  return table({
    caption: 'Candidates',
    columns: [
      { key: 'tunnel', label: 'Tunnel', cell: (row) => tunnelLink(row, one.sourceEdge, ctx, one.destinationEdge) },
      { key: 'fate', label: 'What became of it', wide: true, cell: (row) => fate(row, one, before) },
      { key: 'compliant', label: 'Objective', cell: (row) => (row.compliant ? badge('ok', 'Kept') : badge('bad', 'Not kept')) },
      { key: 'pathState', label: 'Path', cell: (row) => pathBadge(row.pathState) },
      { key: 'oneWayDelayMs', label: 'One way', numeric: true, cell: (row) => ms(row.oneWayDelayMs) },
      { key: 'rttMs', label: 'Round trip', numeric: true, cell: (row) => ms(row.rttMs) },
      { key: 'jitterMs', label: 'Jitter', numeric: true, cell: (row) => ms(row.jitterMs) },
      { key: 'lossPct', label: 'Loss', numeric: true, cell: (row) => pct(row.lossPct) },
      ...(has('freeBps') ? [{ key: 'freeBps', label: 'Free', numeric: true, cell: (row) => rate(row.freeBps) }] : []),
      ...(has('cost') ? [{ key: 'cost', label: 'Cost', numeric: true }] : []),
      ...(has('score') ? [{ key: 'score', label: 'Score', numeric: true, cell: (row) => (row.score === undefined ? '–' : Number(row.score.toPrecision(3))) }] : []),
    ],
    rows: one.inputs,
    rowClass: (row) => (isChosen(row, one) ? 'chosen' : ''),
    empty: 'The edge told of no candidate: nothing joins the two edges, or it had only begun.',
  });
}

const isChosen = (input, choice) => choice.members.some((member) => sameTunnel(member, input));

function fate(input, one, before) {
  const was = before && isChosen(input, before);
  if (isChosen(input, one)) return html`${badge('info', 'Chosen')}${was ? html` <span class="muted">as before</span>` : nothing}`;
  const why = input.pathState === 'DOWN' || input.pathState === 'REMOTE_SILENT' ? 'its path is dead'
    : !input.compliant ? 'it does not keep the objective'
      : one.cause === 'REQUESTED' ? 'the request ranks another first'
        : 'another ranks before it';
  return html`${was ? html`${badge('warn', 'Left')} ` : nothing}<span>${was ? why : `Not taken: ${why}`}</span>`;
}
