// Decisions as rows.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { badge, tag } from '../../kit/badge.js';
import { ago, time } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { ask } from '../shared/act.js';
import { causeBadge, inWords } from '../shared/causes.js';
import { hash } from '../shared/links.js';
import { pair, pairCell } from '../shared/tunnels.js';

/** @param {object[]} rows of steering-decisions @param {{caption: string, withdraw?: boolean, empty?: string}} options */
export function decisionRows(rows, ctx, { caption, withdraw, empty }) {
  const may = withdraw && ctx.me.can('orchestrator');
  return table({
    caption,
    columns: [
      { key: 'decidedAt', label: 'When', cell: (row) => html`<time datetime=${row.decidedAt} title=${ago(row.decidedAt)}>${time(row.decidedAt)}</time>` },
      { key: 'trafficClass', label: 'Class' },
      { key: 'pair', label: 'Edges', cell: (row) => html`${pairCell(row.sourceEdge, row.destinationEdge)}${
        row.direction === 'BOTH' ? html` <span class="muted">and back</span>` : nothing}` },
      { key: 'overlays', label: 'To', cell: chosen },
      { key: 'cause', label: 'Why', wide: true, cell: (row) => html`${causeBadge(row.cause)}${
        row.reason ? html` <span class="muted">${row.decidedBy === 'EDGE' ? inWords(row.reason) : row.reason}</span>` : nothing}` },
      { key: 'decidedBy', label: 'Who', cell: (row) => html`<span class="nowrap">${row.decidedBy === 'EDGE' ? 'the edge' : 'a request'}</span>` },
      { key: 'active', label: 'State', cell: (row) => html`${row.active ? badge('ok', 'In force') : badge('unknown', 'Over')}${
        row.active && row.expiresAt ? html`<br><small>ends ${ago(row.expiresAt)}</small>` : nothing}` },
      ...(may ? [{ key: 'withdraw', label: 'Actions', hideLabel: true, cell: (row) => html`
        <button type="button" class="button small" aria-label=${`Withdraw the decision on ${row.trafficClass}, ${pair(row.sourceEdge, row.destinationEdge)}`}
          @click=${() => withdrawDecision(row, ctx)}>Withdraw</button>` }] : []),
    ],
    rows,
    rowHref: (row) => hash(ctx.params, 'steering', [row.id]),
    empty,
  });
}

/** Overlays with their shares, and how firmly they hold. */
export function chosen({ overlays, hold }) {
  if (overlays.length === 0) return badge('bad', 'Dropped');
  const all = overlays.reduce((sum, share) => sum + share.weight, 0);
  return html`${overlays.map((share, i) => html`${i ? ', ' : ''}<strong class="nowrap">${share.overlay}</strong>${
    overlays.length > 1 ? ` ${Math.round((100 * share.weight) / all)} %` : ''}`)}${hold === 'PIN' ? html` ${tag('pinned')}` : nothing}`;
}

export function withdrawDecision(decision, ctx) {
  return ask(ctx, {
    title: 'Withdraw this decision?',
    text: `${decision.trafficClass}, ${pair(decision.sourceEdge, decision.destinationEdge)}: what it covers follows the next older request, or the policy of the class.`,
    confirm: 'Withdraw',
    danger: true,
    done: `The decision on ${decision.trafficClass} is withdrawn`,
    action: () => ctx.api.del(path`steering-decisions/${decision.id}`),
  });
}
