// The editor of a class: what it needs, how it is steered, and what a change would do.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { submit } from '../shared/act.js';
import { editingWithPlan } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { plan } from '../shared/plan.js';
import { preview } from '../shared/preview.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { documentOf, draftOf } from './draft.js';
import { objectiveFields } from './objective-form.js';
import { policyFields } from './policy-form.js';

/** @param {{one: ?object, overlays: string[]}} data */
export function classForm({ one, overlays }, ctx) {
  ctx.state.form ??= { draft: draftOf(one?.body, overlays), etag: one?.etag };
  const form = ctx.state.form;
  const errors = fieldErrors(form.problem, form.problemAt ?? '');
  const { update, ...on } = editingWithPlan(form, ctx.update);
  return html`<form class="card form" aria-label=${one ? `Class ${one.body.name}` : 'New class'}
    @submit=${(event) => event.preventDefault()} @input=${on.input} @change=${on.change}>
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${one ? nothing : field({
        label: 'Name', name: '/name', value: form.draft.name, required: true, error: errors.at('/name'),
        hint: 'Lower case letters, digits and hyphens. It cannot be changed later.',
      })}
      ${field({
        label: 'Which flows', name: '/role', type: 'select', value: form.draft.role, error: errors.at('/role'),
        options: [
          { value: 'NORMAL', label: 'Those of its applications' },
          { value: 'DEFAULT', label: 'Those and all that no application matches (default class)' },
        ],
      })}
    </div>
    ${objectiveFields(form.draft, errors, update)}
    ${policyFields(form.draft, overlays, errors, update)}
    ${preview(ctx, form, {
      plan: () => planned(ctx, form, one),
      apply: () => apply(ctx, form, one),
      label: one ? 'Change class' : 'Create class',
      cancel: hash(ctx.params, 'classes', one ? [one.body.name] : []),
    })}
  </form>`;
}

const nameOf = (form, one) => one?.body.name ?? form.draft.name.trim();

function planned(ctx, form, one) {
  form.problemAt = '/trafficClasses/0';
  return plan(ctx.api, { trafficClasses: [{ name: nameOf(form, one), ...documentOf(form.draft) }] });
}

async function apply(ctx, form, one) {
  form.problemAt = '';
  const name = nameOf(form, one);
  const headers = one ? { 'If-Match': form.etag } : { 'If-None-Match': '*' };
  const answer = await submit(ctx, form, () =>
    ctx.api.put(path`traffic-classes/${name}`, documentOf(form.draft), { headers }));
  if (!answer) return;
  ctx.toast(`Class ${name} is ${one ? 'changed' : 'made'}`, { kind: 'ok' });
  ctx.navigate(hash(ctx.params, 'classes', [name], { operation: answer.operation }));
}
