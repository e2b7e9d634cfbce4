// API tokens that were made, and their end.
import { html, nothing } from '../../lib.js';
import { ago, time } from '../../kit/format.js';
import { badge } from '../../kit/badge.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { path } from '../../api.js';
import { ask } from '../shared/act.js';
import { expiryBadge } from '../shared/states.js';

const SOON_HOURS = 7 * 24;

export function tokenTable(scope, tokens, ctx) {
  const rows = tokens.filter((token) => ctx.state.ended || !hasEnded(token));
  return section({
    title: scope === 'all' ? 'API tokens of all tenants' : 'API tokens',
    actions: html`<label class="tick">
      <input
        type="checkbox"
        .checked=${Boolean(ctx.state.ended)}
        @change=${(event) => {
          ctx.state.ended = event.target.checked;
          ctx.update();
        }}
      />
      Also those that have ended
    </label>`,
    body: table({
      caption: 'API tokens and what they may do',
      columns: [
        { key: 'name', label: 'Name' },
        { key: 'grants', label: 'May', cell: grants },
        { key: 'state', label: 'State', cell: state },
        { key: 'expiresAt', label: 'Ends', cell: (row) => instant(row.expiresAt, 'never') },
        { key: 'lastUsedAt', label: 'Last used', cell: (row) => lately(row.lastUsedAt) },
        { key: 'createdBy', label: 'Made by', cell: (row) => html`${row.createdBy}, ${ago(row.createdAt)}` },
        { key: 'revoke', label: 'Revoke', cell: (row) => revokeButton(scope, row, ctx) },
      ],
      rows,
      empty: tokens.length === 0 ? 'No token was made here yet.' : 'Every token has ended.',
    }),
  });
}

const hasEnded = (token) =>
  token.revokedAt !== undefined ||
  (token.expiresAt !== undefined && Date.parse(token.expiresAt) < Date.now());

const grants = (token) => html`<ul class="inline-list">
  ${token.grants.map((grant) => html`<li><code>${grant}</code></li>`)}
</ul>`;

function state(token) {
  if (token.revokedAt) return badge('bad', 'Revoked');
  return token.expiresAt ? expiryBadge(token.expiresAt, SOON_HOURS) : badge('ok', 'Valid');
}

const instant = (value, otherwise) => (value ? time(value) : otherwise);

const lately = (value) =>
  value ? html`<time datetime=${value} title=${time(value)}>${ago(value)}</time>` : 'never';

function revokeButton(scope, token, ctx) {
  if (hasEnded(token)) return nothing;
  return html`<button
    class="button small danger"
    type="button"
    aria-label=${`Revoke ${token.name}`}
    @click=${() => revoke(scope, token, ctx)}
  >
    Revoke
  </button>`;
}

const revoke = (scope, token, ctx) =>
  ask(ctx, {
    title: `Revoke token ${token.name}?`,
    text: 'Whoever uses it is refused within a second, and event streams opened with it end. This cannot be undone.',
    confirm: 'Revoke token',
    danger: true,
    done: `Token ${token.name} is revoked`,
    action: () => (scope === 'all' ? ctx.api.root : ctx.api).del(path`api-tokens/${token.id}`),
  });
