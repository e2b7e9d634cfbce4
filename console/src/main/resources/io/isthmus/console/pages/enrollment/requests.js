// Edges that ask to join with a key: an operator compares its fingerprint and decides.
import { html } from '../../lib.js';
import { ago, time } from '../../kit/format.js';
import { field } from '../../kit/form.js';
import { table } from '../../kit/table.js';
import { emptyState } from '../../kit/states.js';
import { path } from '../../api.js';
import { ask } from '../shared/act.js';
import { hash } from '../shared/links.js';
import { requestBadge } from '../shared/states.js';

const STATES = [
  { value: '', label: 'All' },
  { value: 'PENDING', label: 'Wait for you' },
  { value: 'APPROVED', label: 'Approved' },
  { value: 'ISSUED', label: 'Joined' },
  { value: 'REJECTED', label: 'Rejected' },
  { value: 'LAPSED', label: 'Lapsed' },
];

export function requestList(requests, ctx) {
  const state = ctx.params.query.get('state') ?? '';
  const rows = [...requests].sort(pendingFirst);
  return html`
    <form class="filters" aria-label="Filters" @submit=${(event) => event.preventDefault()}>
      ${field({
        label: 'State',
        name: 'state',
        type: 'select',
        value: state,
        options: STATES,
        onchange: (chosen) => ctx.navigate(hash(ctx.params, 'enrollment', [], { state: chosen })),
      })}
    </form>
    ${rows.length === 0
      ? emptyState({
          title: state ? 'No request in this state' : 'Nobody has asked',
          text: 'An edge that shows a token which needs approval waits here for your word.',
        })
      : table({
          caption: 'Enrolment requests',
          columns: [
            {
              key: 'edge',
              label: 'Edge',
              cell: (row) => html`<a href=${hash(ctx.params, 'edges', [row.edge])}>${row.edge}</a>`,
            },
            { key: 'state', label: 'State', cell: (row) => requestBadge(row.state) },
            {
              key: 'keyFingerprint',
              label: 'Fingerprint of its key',
              cell: (row) => html`<code class="fingerprint">${grouped(row.keyFingerprint)}</code>`,
            },
            { key: 'from', label: 'From' },
            { key: 'agentVersion', label: 'Agent' },
            { key: 'requestedAt', label: 'Asked', cell: (row) => when(row.requestedAt) },
            { key: 'decision', label: 'Decision', wide: true, cell: (row) => decision(row, ctx) },
          ],
          rows,
        })}
  `;
}

const pendingFirst = (one, other) =>
  (other.state === 'PENDING') - (one.state === 'PENDING') ||
  other.requestedAt.localeCompare(one.requestedAt);

/** In fours, as people compare them; copying takes the blanks along, which nobody minds. */
export const grouped = (fingerprint) => fingerprint.replace(/(.{4})(?=.)/g, '$1 ');

const when = (instant) => html`<time datetime=${instant} title=${time(instant)}>${ago(instant)}</time>`;

export function decision(request, ctx) {
  if (request.state !== 'PENDING') {
    return request.decidedBy
      ? html`${request.decidedBy}, ${when(request.decidedAt)}`
      : html`<span class="muted">none needed</span>`;
  }
  return html`<span class="button-row">
    <button
      class="button small primary"
      type="button"
      aria-label=${`Approve ${request.edge}`}
      @click=${() => approve(request, ctx)}
    >
      Approve
    </button>
    <button
      class="button small danger"
      type="button"
      aria-label=${`Reject ${request.edge}`}
      @click=${() => reject(request, ctx)}
    >
      Reject
    </button>
  </span>`;
}

const approve = (request, ctx) =>
  ask(ctx, {
    title: `Let ${request.edge} in?`,
    text: html`<p>
        Compare this with the fingerprint that the device itself shows. If they differ, somebody else
        asks.
      </p>
      <p><code class="fingerprint">${grouped(request.keyFingerprint)}</code></p>
      <p>The device that has this key becomes edge ${request.edge}.</p>`,
    confirm: 'They are the same: approve',
    done: `${request.edge} may join`,
    action: () => ctx.api.post(path`enrollment-requests/${request.id}:approve`),
  });

const reject = (request, ctx) =>
  ask(ctx, {
    title: `Turn ${request.edge} away?`,
    text: 'The device gets no certificate. It may ask again with another token.',
    confirm: 'Reject',
    danger: true,
    done: `${request.edge} is turned away`,
    action: () => ctx.api.post(path`enrollment-requests/${request.id}:reject`),
  });
