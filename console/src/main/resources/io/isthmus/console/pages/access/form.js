// A new API token: for this tenant with one role, or for several tenants with a role in each.
import { html, nothing } from '../../lib.js';
import { time } from '../../kit/format.js';
import { copyButton } from '../../kit/copy.js';
import { field } from '../../kit/form.js';
import { submit } from '../shared/act.js';
import { editing, number } from '../shared/draft.js';
import { fieldErrors, problemBox } from '../shared/problem.js';

const SECONDS_PER_DAY = 86_400;
const ROLES = ['viewer', 'orchestrator', 'operator', 'admin'].map((role) => ({ value: role, label: role }));

export function tokenForm(scope, ctx) {
  const forms = (ctx.state.forms ??= {});
  const form = (forms[scope] ??= { draft: fresh() });
  const errors = fieldErrors(form.problem);
  const on = editing(form.draft, ctx.update);
  return html`<form
    class="card form"
    aria-labelledby="new-api-token"
    @submit=${(event) => create(event, scope, form, ctx)}
    @input=${on.input}
    @change=${on.change}
  >
    <h2 id="new-api-token">New token ${scope === 'all' ? 'for several tenants or all' : `for tenant ${ctx.params.tenant}`}</h2>
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${field({
        label: 'Name',
        name: '/name',
        value: form.draft.name,
        required: true,
        hint: 'What or who uses it, for people.',
        error: errors.at('/name'),
      })}
      ${field({
        label: 'Valid for days',
        name: '/days',
        type: 'number',
        value: form.draft.days,
        error: errors.at('/ttlSeconds'),
      })}
      ${scope === 'all'
        ? nothing
        : field({
            label: 'Role',
            name: '/role',
            type: 'select',
            value: form.draft.role,
            options: ROLES,
            error: errors.at('/role'),
          })}
    </div>
    ${scope === 'all' ? grantFields(form, errors, ctx) : nothing}
    <div class="form-actions">
      <button class="button primary" type="submit" ?disabled=${form.busy}>Make token</button>
    </div>
  </form>`;
}

const fresh = () => ({
  name: '',
  days: '90',
  role: 'orchestrator',
  grants: [{ tenant: '*', role: 'viewer' }],
});

function grantFields(form, errors, ctx) {
  const { grants } = form.draft;
  const change = (work) => () => {
    work();
    ctx.update();
  };
  return html`<fieldset>
    <legend>May</legend>
    ${grants.map(
      (grant, index) => html`<div class="form-row">
        ${field({
          label: 'Tenant, or * for all',
          name: `/grants/${index}/tenant`,
          value: grant.tenant,
          required: true,
          error: errors.at(`/grants/${index}`),
        })}
        ${field({
          label: 'Role',
          name: `/grants/${index}/role`,
          type: 'select',
          value: grant.role,
          options: ROLES,
        })}
        <button
          class="button"
          type="button"
          aria-label=${`Remove role ${index + 1}`}
          ?disabled=${grants.length === 1}
          @click=${change(() => grants.splice(index, 1))}
        >
          Remove
        </button>
      </div>`,
    )}
    <button class="button" type="button" @click=${change(() => grants.push({ tenant: '', role: 'viewer' }))}>
      Another tenant
    </button>
  </fieldset>`;
}

async function create(event, scope, form, ctx) {
  event.preventDefault();
  const { name, days, role, grants } = form.draft;
  const typed = number(days);
  const ttl = typeof typed === 'number' ? { ttlSeconds: Math.round(typed * SECONDS_PER_DAY) } : {};
  const wanted =
    scope === 'all'
      ? { name, ...ttl, grants: grants.map((grant) => `${grant.tenant.trim()}:${grant.role}`) }
      : { name, ...ttl, role };
  const to = scope === 'all' ? ctx.api.root : ctx.api;
  const answer = await submit(ctx, form, () => to.post('api-tokens', wanted));
  if (!answer) return;
  form.draft = fresh();
  ctx.state.made = answer.body;
  ctx.reload();
}

export function secret(ctx) {
  const { name, token, expiresAt } = ctx.state.made;
  const hide = () => {
    ctx.state.made = null;
    ctx.update();
  };
  return html`<section class="card form secret" aria-labelledby="made-token" role="status">
    <h2 id="made-token">Token ${name} is shown this once</h2>
    <p>
      Keep it where its user finds it: the controller has only its hash.
      ${expiresAt ? html`It ends on ${time(expiresAt)}.` : 'It does not end by itself.'}
    </p>
    <div class="snippet">
      <pre tabindex="0" role="group" aria-label="API token"><code>${token}</code></pre>
      <div class="button-row">
        ${copyButton(token, 'Copy the token')}
        <button class="button" type="button" @click=${hide}>Done</button>
      </div>
    </div>
  </section>`;
}
