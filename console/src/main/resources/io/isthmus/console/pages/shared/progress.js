// How far a change has come at the edges, on the page from which it was made.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { shape } from '../../kit/badge.js';
import { count } from '../../kit/format.js';
import { hash } from './links.js';
import { refusals } from './refusals.js';

/** The operation that the address names, if it does; one that is gone is none. */
export async function operationOf({ api, params, signal }) {
  const id = params.query.get('operation');
  if (!id) return null;
  try {
    return (await api.get(path`operations/${id}`, { signal })).body;
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

/** @param {?object} operation @param {string} page where one is, to put the banner away */
export function progressBanner(operation, page, ctx) {
  if (!operation) return nothing;
  const counts = operation.counts ?? {};
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const waiting = counts.PENDING ?? 0;
  const kind = operation.state === 'FAILED' ? 'bad' : operation.done ? 'ok' : 'info';
  const { operation: gone, ...query } = Object.fromEntries(ctx.params.query);
  return html`<section class="note progress-note ${kind === 'ok' ? 'ok' : kind === 'bad' ? 'warn' : ''}" aria-label="Progress of the change">
    <div role="status">
      <p>${shape(kind)} <strong>${words(operation, all, waiting)}</strong></p>
      ${operation.done || all === 0 ? nothing
        : html`<progress max=${all} value=${all - waiting} aria-label="Edges that have answered"></progress>`}
    </div>
    ${(operation.edges ?? []).filter((part) => part.state === 'FAILED').map((part) => html`
      <div><strong>${part.edge}</strong> ${refusals(part.errors)}</div>`)}
    <p class="button-row"><a href=${hash(ctx.params, 'operations', [operation.id])}>Edge by edge</a>
      <a href=${hash(ctx.params, page, ctx.params.path, query)}>Put away</a></p>
  </section>`;
}

function words(operation, all, waiting) {
  if (all === 0) return 'Stored. No edge has anything to change.';
  if (operation.state === 'FAILED') return 'An edge refused the change and carries what it carried before.';
  if (operation.done) return `In force: ${all === 1 ? 'the edge concerned has' : `${all === 2 ? 'both' : `all ${count(all)}`} edges concerned have`} taken it.`;
  return `${count(all - waiting)} of ${count(all)} edges have taken the change.`;
}
