// Changes on their way to the edges. #/t/operations, …/operations/ID
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { ago, count, duration, time } from '../kit/format.js';
import { facts, section } from '../kit/page.js';
import { table } from '../kit/table.js';
import { emptyState } from '../kit/states.js';
import { hash } from './shared/links.js';
import { pager } from './shared/pager.js';
import { refusals } from './shared/refusals.js';
import { slice } from './shared/slice.js';
import { operationBadge } from './shared/states.js';

const PER_PAGE = 50;
const STATES = ['SUCCEEDED', 'PENDING', 'FAILED', 'CANCELLED'];

export default {
  id: 'operations',
  title: (params) => (params.path[0] ? 'Operation' : 'Operations'),
  refreshOn: ['io.isthmus.intent.', 'io.isthmus.operation.', 'io.isthmus.config.'],
  refreshEveryMs: 3000,
  back: (params) =>
    params.path[0] ? { href: hash(params, 'operations'), label: 'Operations' } : undefined,

  async load({ api, params, signal }) {
    const [id] = params.path;
    if (id) return { one: (await api.get(path`operations/${id}`, { signal })).body };
    const cursor = params.query.get('cursor');
    const query = { limit: PER_PAGE, cursor, edge: params.query.get('edge') };
    return { page: (await api.get('operations', { query, signal })).body };
  },

  view(data, ctx) {
    return data.one ? detail(data.one, ctx) : list(data.page, ctx);
  },
};

function list(page, ctx) {
  if (page.items.length === 0 && !ctx.params.query.get('cursor')) {
    return emptyState({
      title: 'No operation yet',
      text: 'Each change of the network is an operation: it shows which edges carry it already.',
    });
  }
  return html`
    ${ctx.params.query.get('edge')
      ? html`<p>
          Those that concern edge <strong>${ctx.params.query.get('edge')}</strong>.
          <a href=${hash(ctx.params, 'operations')}>Show all</a>
        </p>`
      : nothing}
    ${table({
      caption: 'Operations, newest first',
      columns: [
        { key: 'summary', label: 'Change', cell: (row) => sentence(row.summary) },
        { key: 'state', label: 'State', cell: (row) => operationBadge(row.state) },
        { key: 'progress', label: 'Edges', cell: progress },
        { key: 'revision', label: 'Revision', numeric: true },
        {
          key: 'createdAt',
          label: 'When',
          cell: (row) => html`<time datetime=${row.createdAt} title=${time(row.createdAt)}
            >${ago(row.createdAt)}</time
          >`,
        },
      ],
      rows: page.items,
      empty: 'There are no older ones.',
      rowHref: (row) => hash(ctx.params, 'operations', [row.id]),
    })}
    ${pager(ctx.params, 'operations', page.nextCursor)}
  `;
}

/** Whoever made the change wrote it, in whichever case. */
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** How many of the edges concerned have answered. */
export function progress(operation) {
  const total = STATES.reduce((sum, state) => sum + (operation.counts[state] ?? 0), 0);
  if (total === 0) return html`<span class="muted">concerns no edge</span>`;
  const answered = total - (operation.counts.PENDING ?? 0);
  const failed = operation.counts.FAILED ?? 0;
  return html`<span class="progress">
    <span>${count(answered)} of ${count(total)}${failed ? `, ${count(failed)} refused` : ''}</span>
    <progress max=${total} value=${answered} aria-label="Edges that have answered"></progress>
  </span>`;
}

function detail(operation, ctx) {
  const parts = ctx.state.open ? operation.edges.filter(unsettled) : operation.edges;
  return html`
    ${section({
      title: operation.summary,
      body: html`<div aria-live="polite">
          ${facts([
            ['State', operationBadge(operation.state)],
            ['Edges that have answered', progress(operation)],
            ['Revision', operation.revision],
            ['Committed', time(operation.createdAt)],
            ['Id', html`<code>${operation.id}</code>`],
          ])}
        </div>
        ${operation.state === 'FAILED'
          ? html`<p class="note warn">
              An edge that refuses keeps what it carried before. Once it accepts a newer revision,
              the operation of that one says so.
            </p>`
          : nothing}`,
    })}
    ${section({
      title: 'Edge by edge',
      actions: unsettledOnly(ctx),
      body: slice(parts, ctx, (rows) => partTable(operation, rows, ctx)),
    })}
  `;
}

function unsettledOnly(ctx) {
  return html`<label class="tick">
    <input
      type="checkbox"
      .checked=${Boolean(ctx.state.open)}
      @change=${(event) => {
        ctx.state.open = event.target.checked;
        ctx.update();
      }}
    />
    Only those that wait or refused
  </label>`;
}

function partTable(operation, rows, ctx) {
  return table({
            caption: 'What each edge has answered',
            columns: [
              {
                key: 'edge',
                label: 'Edge',
                cell: (row) => html`<a href=${hash(ctx.params, 'edges', [row.edge])}>${row.edge}</a>`,
              },
              { key: 'state', label: 'State', cell: (row) => operationBadge(row.state) },
              { key: 'updatedAt', label: 'Since', cell: (row) => time(row.updatedAt) },
              { key: 'after', label: 'Took', numeric: true, cell: (row) => took(operation, row) },
              { key: 'errors', label: 'Reasons', cell: (row) => refusals(row.errors) },
            ],
            rows,
            empty:
      operation.edges.length === 0
        ? 'This change concerns no edge.'
        : 'No edge waits, and none refused.',
          });
}

const unsettled = (part) => part.state === 'PENDING' || part.state === 'FAILED';

function took(operation, part) {
  if (part.state === 'PENDING') return '–';
  return duration(Date.parse(part.updatedAt) - Date.parse(operation.createdAt));
}
