// All webhooks with how each fares.
import { html } from '../../lib.js';
import { ago, count } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { emptyState } from '../../kit/states.js';
import { hash } from '../shared/links.js';
import { lag, webhookBadge } from './states.js';

export function webhookList(rows, ctx) {
  if (rows.length === 0) {
    return emptyState({
      title: 'No webhook yet',
      text: 'A webhook has events POSTed to a URL of yours, signed, at least once and in order.',
      action: html`<a class="button primary" href=${hash(ctx.params, 'webhooks', [], { new: 1 })}>New webhook</a>`,
    });
  }
  return table({
    caption: 'Webhooks',
    columns: [
      { key: 'name', label: 'Webhook' },
      { key: 'state', label: 'State', cell: (row) => webhookBadge(row.status) },
      { key: 'url', label: 'URL', wide: true, cell: (row) => html`<code class="break">${row.url}</code>` },
      { key: 'eventTypes', label: 'Events', cell: (row) => (row.eventTypes?.length ? `${count(row.eventTypes.length)} types` : 'all') },
      { key: 'lag', label: 'Waiting for', cell: (row) => lag(row.status) },
      { key: 'delivered', label: 'Delivered', numeric: true, cell: (row) => count(row.status.delivered) },
      { key: 'deadLetters', label: 'Dead letters', numeric: true, cell: (row) => count(row.status.deadLetters) },
      { key: 'lastSuccessAt', label: 'Last success', cell: (row) => ago(row.status.lastSuccessAt) },
    ],
    rows,
    rowHref: (row) => hash(ctx.params, 'webhooks', [row.name]),
  });
}
