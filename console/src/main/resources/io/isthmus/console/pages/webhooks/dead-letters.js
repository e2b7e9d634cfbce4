// Events that could not be delivered.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { time } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { sentence } from '../events/words.js';
import { ask } from '../shared/act.js';
import { pager } from '../shared/pager.js';
import { failureText } from './states.js';

export function deadLetters(name, { items, nextCursor }, ctx) {
  const may = ctx.me.can('orchestrator');
  const all = () => ask(ctx, {
    title: 'Try all once more?',
    text: 'Each dead letter is tried once, beside what follows.',
    confirm: 'Redeliver all',
    done: 'All dead letters are about to be tried',
    action: () => ctx.api.post(path`webhooks/${name}/dead-letters:redeliver`),
  });
  return section({
    title: 'Dead letters',
    sub: 'Events that were given up after the last attempt. At most 1,000 are kept.',
    actions: may && items.length ? html`<button type="button" class="button small" @click=${all}>Redeliver all</button>` : nothing,
    body: html`${table({
      caption: 'Dead letters',
      columns: [
        { key: 'id', label: 'Event' },
        { key: 'what', label: 'What', wide: true, cell: (row) => html`${sentence(row.event)} <code class="event-type">${row.event.type.replace('io.isthmus.', '')}</code>` },
        { key: 'time', label: 'When', cell: (row) => time(row.event.time) },
        { key: 'attempts', label: 'Attempts', numeric: true },
        { key: 'lastFailure', label: 'Last failure', wide: true, cell: (row) => failureText(row.lastFailure) },
        { key: 'redelivery', label: 'Redelivery', cell: (row) => (row.redelivery === 'REQUESTED' ? badge('info', 'Asked for') : html`<span class="muted">none</span>`) },
        ...(may ? [{ key: 'actions', label: 'Actions', hideLabel: true, cell: (row) => actions(name, row, ctx) }] : []),
      ],
      rows: items,
      empty: 'None: all that was wanted has been delivered, or waits.',
    })}${pager(ctx.params, 'webhooks', nextCursor)}`,
  });
}

function actions(name, letter, ctx) {
  const redeliver = async () => {
    try {
      await ctx.api.post(path`webhooks/${name}/dead-letters/${letter.id}:redeliver`);
      ctx.toast(`Event ${letter.id} is about to be tried`, { kind: 'ok' });
      ctx.reload();
    } catch (problem) {
      ctx.toast(problem.detail ?? problem.message, { kind: 'bad' });
    }
  };
  const drop = () => ask(ctx, {
    title: `Forget event ${letter.id}?`,
    text: 'It is not delivered any more.',
    confirm: 'Forget it',
    danger: true,
    done: `Event ${letter.id} is forgotten`,
    action: () => ctx.api.del(path`webhooks/${name}/dead-letters/${letter.id}`),
  });
  return html`<span class="button-row">
    <button type="button" class="button small" aria-label=${`Redeliver event ${letter.id}`} @click=${redeliver}>Redeliver</button>
    <button type="button" class="button small" aria-label=${`Forget event ${letter.id}`} @click=${drop}>Forget</button></span>`;
}
