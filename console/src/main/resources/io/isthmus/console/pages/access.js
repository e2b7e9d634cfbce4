// Who may do what: one's own roles, API tokens, and what each role is. #/t/access?scope=all
import { html, nothing } from '../lib.js';
import { time } from '../kit/format.js';
import { facts, section } from '../kit/page.js';
import { table } from '../kit/table.js';
import { hash } from './shared/links.js';
import { secret, tokenForm } from './access/form.js';
import { tokenTable } from './access/tokens.js';
import { scopeTabs } from './shared/scope.js';

const ROLES = [
  ['viewer', 'reads the network, its state, measurements, events and decisions'],
  ['orchestrator', 'also changes the network, reroutes, and keeps webhooks'],
  ['operator', 'also lets edges in, revokes them, rotates keys, and reads the audit log'],
  ['admin', 'also makes and revokes API tokens; for all tenants also tenants and the authority'],
].map(([role, may]) => ({ role, may }));

export default {
  id: 'access',
  title: () => 'Access',

  async load({ api, me, params, signal }) {
    const scope = scopeOf(me, params);
    if (scope === 'none') return { scope, tokens: [] };
    const from = scope === 'all' ? api.root : api;
    return { scope, tokens: await from.all('api-tokens', { signal }) };
  },

  view(data, ctx) {
    return html`
      ${own(ctx)} ${data.scope === 'none' ? notYours() : tokens(data, ctx)}
      ${roles()}
    `;
  },
};

function roles() {
  return section({
    title: 'Roles',
    sub: 'Each includes those before it, for one tenant or for all (*).',
    body: html`
      ${table({
        caption: 'What each role may do',
        columns: [
          { key: 'role', label: 'Role', cell: ({ role }) => html`<code>${role}</code>` },
          { key: 'may', label: 'Who has it' },
        ],
        rows: ROLES,
      })}
      <p class="below muted">
        Users of an identity provider get their roles from claims and groups of their token. Which
        group has which role is part of the controller’s configuration
        (<code>isthmus.security.oidc</code>), which this API does not show.
      </p>
    `,
  });
}

function scopeOf(me, params) {
  const all = me.can('admin', '*');
  if (all && params.query.get('scope') === 'all') return 'all';
  return me.can('admin') ? 'tenant' : 'none';
}

function own({ me }) {
  return section({
    title: 'You',
    body: facts([
      ['Name', me.name],
      ['Roles', me.roles.map(({ role, tenant }) => tenant === '*' ? `${role} for all tenants` : `${role} in ${tenant}`).join(', ')],
      ['Until', me.expiresAt ? time(me.expiresAt) : undefined],
    ]),
  });
}

function notYours() {
  return section({
    title: 'API tokens',
    body: html`<p>
      Only an admin of this tenant sees and makes API tokens. Ask one for a token or a role.
    </p>`,
  });
}

function tokens({ scope, tokens: found }, ctx) {
  return html`
    ${ctx.me.can('admin', '*')
      ? scopeTabs(ctx, 'access', scope)
      : nothing}
    ${ctx.state.made ? secret(ctx) : nothing} ${tokenForm(scope, ctx)}
    ${tokenTable(scope, found, ctx)}
  `;
}
