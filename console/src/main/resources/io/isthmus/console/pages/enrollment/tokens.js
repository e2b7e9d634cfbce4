// Enrolment tokens: made for an edge or a site, shown once, withdrawn.
import { html, nothing } from '../../lib.js';
import { ago, count, time } from '../../kit/format.js';
import { copyButton } from '../../kit/copy.js';
import { field } from '../../kit/form.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { emptyState } from '../../kit/states.js';
import { path } from '../../api.js';
import { ask, submit } from '../shared/act.js';
import { compact, editing, number } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { enrollmentTokenBadge } from '../shared/states.js';

const LIFETIMES = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
];

export function tokenList({ tokens, edges, sites }, ctx) {
  return html`
    ${ctx.state.made ? made(ctx) : nothing} ${creation(edges, sites, ctx)}
    ${section({ title: 'Tokens', body: html`${tokens.length === 0
        ? emptyState({ title: 'No token', text: 'An edge joins with a token that is made here.' })
        : table({
            caption: 'Enrolment tokens',
            columns: [
              { key: 'for', label: 'For', cell: (row) => target(row, ctx.params) },
              { key: 'state', label: 'State', cell: (row) => enrollmentTokenBadge(row.state) },
              { key: 'uses', label: 'Used', numeric: true, cell: (row) => `${row.used} of ${count(row.uses)}` },
              {
                key: 'approval',
                label: 'Approval',
                cell: (row) => (row.approval === 'NEEDED' ? 'each use' : 'not needed'),
              },
              { key: 'expiresAt', label: 'Ends', cell: (row) => time(row.expiresAt) },
              { key: 'createdBy', label: 'Made by', cell: (row) => html`${row.createdBy}, ${ago(row.createdAt)}` },
              {
                key: 'withdraw',
                label: 'Withdraw',
                cell: (row) =>
                  row.state === 'OPEN'
                    ? html`<button
                        class="button small"
                        type="button"
                        aria-label=${`Withdraw the token for ${row.edge ?? row.site}`}
                        @click=${() => withdraw(row, ctx)}
                      >
                        Withdraw
                      </button>`
                    : nothing,
              },
            ],
            rows: tokens,
          })}` })}
  `;
}

function target(token, params) {
  return token.edge
    ? html`edge <a href=${hash(params, 'edges', [token.edge])}>${token.edge}</a>`
    : html`any edge of <a href=${hash(params, 'sites', [token.site])}>${token.site}</a>`;
}

const withdraw = (token, ctx) =>
  ask(ctx, {
    title: 'Withdraw this token?',
    text: 'Nobody can join with it from then on. Edges that have joined stay.',
    confirm: 'Withdraw',
    danger: true,
    done: 'The token is withdrawn',
    action: () => ctx.api.del(path`enrollment-tokens/${token.id}`),
  });

function creation(edges, sites, ctx) {
  const form = (ctx.state.form ??= {
    draft: { for: 'edge', edge: '', site: '', ttlSeconds: '3600', uses: '1', approval: false },
  });
  const { draft } = form;
  draft.edge ||= edges[0]?.name ?? '';
  draft.site ||= sites[0]?.name ?? '';
  const errors = fieldErrors(form.problem);
  const on = editing(draft, ctx.update);
  const named = (items) => items.map(({ name }) => ({ value: name, label: name }));
  if (edges.length === 0 && sites.length === 0) return nothing;
  return html`<form class="card form" aria-labelledby="new-enrollment-token" @submit=${(event) => create(event, form, ctx)} @input=${on.input} @change=${on.change}>
    <h2 id="new-enrollment-token">New token</h2>
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${field({
        label: 'For',
        name: '/for',
        type: 'select',
        value: draft.for,
        options: [
          { value: 'edge', label: 'one edge' },
          { value: 'site', label: 'any edge of a site' },
        ],
      })}
      ${draft.for === 'edge'
        ? field({ label: 'Edge', name: '/edge', type: 'select', value: draft.edge, options: named(edges), error: errors.at('/edge'),
            hint: 'Joining with it ends the identity that the edge has had.' })
        : field({ label: 'Site', name: '/site', type: 'select', value: draft.site, options: named(sites), error: errors.at('/site'),
            hint: 'Lets in edges of the site that have no identity in force.' })}
      ${field({ label: 'Valid for', name: '/ttlSeconds', type: 'select', value: draft.ttlSeconds, options: LIFETIMES, error: errors.at('/ttlSeconds') })}
      ${field({ label: 'Uses', name: '/uses', type: 'number', value: draft.uses, error: errors.at('/uses') })}
      ${field({ label: 'An operator approves each use', name: '/approval', type: 'checkbox', value: draft.approval })}
    </div>
    <div class="form-actions">
      <button class="button primary" type="submit" ?disabled=${form.busy}>Make token</button>
    </div>
  </form>`;
}

async function create(event, form, ctx) {
  event.preventDefault();
  const { draft } = form;
  const wanted = compact({
    [draft.for]: draft[draft.for],
    ttlSeconds: number(draft.ttlSeconds),
    uses: number(draft.uses),
    approval: draft.approval ? 'NEEDED' : 'GIVEN',
  });
  const answer = await submit(ctx, form, () => ctx.api.post('enrollment-tokens', wanted));
  if (!answer) return;
  ctx.state.made = answer.body;
  ctx.reload();
}

function made(ctx) {
  const { join, expiresAt } = ctx.state.made;
  const hide = () => {
    ctx.state.made = null;
    ctx.update();
  };
  return html`<section class="card form secret" aria-labelledby="made-token" role="status">
    <h2 id="made-token">The token is shown this once</h2>
    <p>
      Paste this into a root shell on the edge before ${time(expiresAt)}. The controller keeps only a
      hash of the token.
    </p>
    <div class="snippet">
      <pre tabindex="0" role="group" aria-label="Command that joins the edge"><code>${join.command}</code></pre>
      <div class="button-row">
        ${copyButton(join.command, 'Copy the command')} ${copyButton(join.token, 'Copy the token alone')}
        <button class="button" type="button" @click=${hide}>Done</button>
      </div>
    </div>
  </section>`;
}
