// An overlay is made or changed: what it would do to the network is seen before.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { submit, told } from '../shared/act.js';
import { compact, editing, number } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { plan } from '../shared/plan.js';
import { preview } from '../shared/preview.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { hubPicker, memberPicker } from './members.js';
import { TOPOLOGY, TRANSPORTS } from './words.js';

const ENCRYPTIONS = [
  { value: 'REQUIRED', label: 'All paths' },
  { value: 'REQUIRED_ON_PUBLIC', label: 'Public paths' },
  { value: 'OFF', label: 'Off' },
];

/** @param {?object} one the answer that has the overlay; null for a new one */
export function overlayForm(one, edges, ctx) {
  const key = one?.body.name ?? '';
  if (ctx.state.form?.key !== key) ctx.state.form = { key, etag: one?.etag, draft: draftOf(one?.body) };
  const form = ctx.state.form;
  const errors = fieldErrors(form.problem, form.problemAt ?? '');
  const on = editing(form.draft, () => ctx.update());
  const changed = (handle) => (event) => {
    if (event.target.name) form.preview = null;
    handle(event);
    ctx.update();
  };
  return html`<form
    class="card form"
    aria-label=${one ? `Overlay ${key}` : 'New overlay'}
    @submit=${(event) => event.preventDefault()}
    @input=${changed(on.input)}
    @change=${changed(on.change)}
  >
    ${problemBox(form.problem)}
    <div class="form-grid">${one ? nothing : nameField(form, errors)} ${choices(form, errors)}</div>
    ${transportPicker(form.draft, errors)} ${memberPicker(form.draft, edges, errors, ctx)}
    ${form.draft.topology === 'HUB_AND_SPOKE' ? hubPicker(form, errors, ctx) : nothing}
    ${preview(ctx, form, {
      plan: () => planned(ctx, form),
      apply: () => apply(ctx, form, one),
      label: one ? 'Change overlay' : 'Create overlay',
      cancel: hash(ctx.params, 'overlays', one ? [key] : []),
    })}
  </form>`;
}

function draftOf(overlay) {
  return {
    name: overlay?.name ?? '',
    topology: overlay?.topology ?? 'FULL_MESH',
    encryption: overlay?.encryption ?? 'REQUIRED',
    vni: overlay?.vni ? String(overlay.vni) : '',
    transports: Object.fromEntries((overlay?.transports ?? []).map((name) => [name, true])),
    edges: Object.fromEntries((overlay?.edges ?? []).map((name) => [name, true])),
    hubs: [...(overlay?.hubs ?? [])],
    find: '',
  };
}

const ticked = (choices) => Object.keys(choices).filter((name) => choices[name]);

function documentOf(draft) {
  const members = ticked(draft.edges).sort();
  const hubs = draft.hubs.filter((name) => members.includes(name));
  return compact({
    topology: draft.topology,
    encryption: draft.encryption,
    vni: number(draft.vni),
    transports: ticked(draft.transports),
    edges: members,
    hubs: draft.topology === 'HUB_AND_SPOKE' ? hubs : undefined,
  });
}

function planned(ctx, form) {
  form.problemAt = '/overlays/0';
  return plan(ctx.api, { overlays: [{ name: form.draft.name.trim(), ...documentOf(form.draft) }] });
}

async function apply(ctx, form, one) {
  form.problemAt = '';
  const name = form.draft.name.trim();
  const headers = one ? { 'If-Match': form.etag } : { 'If-None-Match': '*' };
  const answer = await submit(ctx, form, () =>
    ctx.api.put(path`overlays/${name}`, documentOf(form.draft), { headers }),
  );
  if (!answer) return;
  told(ctx, `Overlay ${name} is ${one ? 'changed' : 'made'}`, answer);
  ctx.navigate(hash(ctx.params, 'overlays', [name]));
}

function nameField({ draft }, errors) {
  return field({
    label: 'Name',
    name: '/name',
    value: draft.name,
    required: true,
    hint: 'Lower case letters, digits and hyphens. It cannot be changed later.',
    error: errors.at('/name'),
  });
}

function choices({ draft }, errors) {
  return html`
    ${field({
      label: 'Topology',
      name: '/topology',
      type: 'select',
      value: draft.topology,
      options: Object.entries(TOPOLOGY).map(([value, label]) => ({ value, label })),
      hint: 'In a full mesh every member has tunnels to every other; spokes reach each other through a hub.',
      error: errors.at('/topology'),
    })}
    ${field({
      label: 'Encryption',
      name: '/encryption',
      type: 'select',
      value: draft.encryption,
      options: ENCRYPTIONS,
      hint: 'Where a path that is to be encrypted cannot be, nothing is carried.',
      error: errors.at('/encryption'),
    })}
    ${field({
      label: 'VNI',
      name: '/vni',
      type: 'number',
      value: draft.vni,
      hint: 'VXLAN network identifier. Left empty, the controller chooses one.',
      error: errors.at('/vni'),
    })}
  `;
}

function transportPicker(draft, errors) {
  return html`<fieldset>
    <legend>Transports</legend>
    <p class="hint">Tunnels run over these. With none ticked, over all.</p>
    <div class="choices">
      ${TRANSPORTS.map((name) =>
        field({
          label: name,
          name: `/transports/${name}`,
          type: 'checkbox',
          value: draft.transports[name],
        }),
      )}
    </div>
    ${errors.at('/transports') ? html`<p class="error">${errors.at('/transports')}</p>` : nothing}
  </fieldset>`;
}
