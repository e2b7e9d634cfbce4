// Makes or changes a webhook.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { submit } from '../shared/act.js';
import { compact, editing } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { keepSecret } from './secret.js';

const TYPES = [
  ['class.rerouted', 'A class was rerouted'], ['decision.expired', 'A requested decision ended by itself'],
  ['sla.broken', 'An objective was broken'], ['sla.restored', 'An objective is kept again'],
  ['path.down', 'A path died'], ['path.up', 'A path lives again'], ['path.silent', 'A remote edge is not heard'],
  ['edge.connected', 'An edge connected'], ['edge.disconnected', 'An edge disconnected'],
  ['intent.changed', 'The intent changed'], ['operation.succeeded', 'A change is in force'], ['operation.failed', 'A change was refused'],
  ['config.refused', 'An edge refused its configuration'], ['drift.repaired', 'An edge repaired its kernel'],
].map(([type, label]) => [`io.isthmus.${type}`, label]);

/** @param {{one: ?object}} data */
export function webhookForm({ one }, ctx) {
  ctx.state.form ??= { draft: draftOf(one?.body), etag: one?.etag };
  const form = ctx.state.form;
  const { draft } = form;
  const errors = fieldErrors(form.problem);
  const on = editing(draft, ctx.update);
  const text = (name, label, hint, more = {}) => field({ label, name: `/${name}`, value: draft[name], hint, error: errors.at(`/${name}`), ...more });
  return html`<form class="card form" aria-label=${one ? `Webhook ${one.body.name}` : 'New webhook'} @input=${on.input} @change=${on.change}
    @submit=${(event) => { event.preventDefault(); send(ctx, form, one); }}>
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${one ? nothing : text('name', 'Name', 'Lower case letters, digits and hyphens.', { required: true })}
      ${text('url', 'URL', 'http or https, as the controller reaches it.', { required: true })}
      ${text('secret', 'Secret', one ? 'Left empty, it stays. Otherwise whsec_ and base64 of 24 to 64 bytes.'
        : 'Left empty, one is made and shown once. Otherwise whsec_ and base64 of 24 to 64 bytes.', { type: 'password', autocomplete: 'new-password' })}
      ${one ? nothing : text('startAfter', 'Begin after event', 'Left empty, with the next event; 0 for all that are kept.')}
    </div>
    ${field({ label: 'Deliver events', name: '/enabled', type: 'checkbox', value: draft.enabled, hint: 'Otherwise they wait.' })}
    <fieldset><legend>Which events</legend>
      ${field({ label: 'All, also types that come to be', name: '/all', type: 'checkbox', value: draft.all })}
      ${draft.all ? nothing : html`<div class="choices">${TYPES.map(([type, label]) => field({
        label: html`${label} <code class="event-type">${type.replace('io.isthmus.', '')}</code>`, name: `/types/${type}`, type: 'checkbox', value: draft.types[type] }))}</div>`}
      ${errors.at('/eventTypes') ? html`<p class="error">${errors.at('/eventTypes')}</p>` : nothing}
    </fieldset>
    <div class="form-actions">
      <a class="button" href=${hash(ctx.params, 'webhooks', one ? [one.body.name] : [])}>Cancel</a>
      <button class="button primary" type="submit" ?disabled=${form.busy || (!draft.all && chosen(draft).length === 0)}>${
        form.busy ? 'One moment …' : one ? 'Change webhook' : 'Create webhook'}</button>
    </div>
  </form>`;
}

function draftOf(webhook) {
  return {
    name: webhook?.name ?? '', url: webhook?.url ?? '', secret: '', startAfter: '',
    enabled: webhook?.enabled ?? true,
    all: !webhook?.eventTypes?.length,
    types: Object.fromEntries((webhook?.eventTypes ?? []).map((type) => [type, true])),
  };
}

const chosen = ({ types }) => Object.keys(types).filter((type) => types[type]).sort();

async function send(ctx, form, one) {
  const { draft } = form;
  const name = one?.body.name ?? draft.name.trim();
  const body = compact({
    url: draft.url.trim(), enabled: draft.enabled, eventTypes: draft.all ? [] : chosen(draft),
    secret: draft.secret.trim(), startAfter: one ? undefined : draft.startAfter.trim(),
  });
  const headers = one ? { 'If-Match': form.etag } : { 'If-None-Match': '*' };
  const answer = await submit(ctx, form, () => ctx.api.put(path`webhooks/${name}`, body, { headers }));
  if (!answer) return;
  keepSecret(name, answer.body.secret);
  ctx.toast(`Webhook ${name} is ${one ? 'changed' : 'made'}`, { kind: 'ok' });
  ctx.navigate(hash(ctx.params, 'webhooks', [name]));
}
