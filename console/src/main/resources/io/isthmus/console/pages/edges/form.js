// An edge is changed: what it would do to the network is seen before.
import { path } from '../../api.js';
import { html } from '../../lib.js';
import { field } from '../../kit/form.js';
import { submit, told } from '../shared/act.js';
import { editing } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { plan } from '../shared/plan.js';
import { preview } from '../shared/preview.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { documentOf, draftOf } from './document.js';
import { edgeFields } from './fields.js';

export function edgeForm({ one, sites }, ctx) {
  const edge = one.body;
  if (ctx.state.form?.key !== edge.name) {
    ctx.state.form = { key: edge.name, etag: one.etag, draft: draftOf(edge) };
  }
  const form = ctx.state.form;
  const errors = fieldErrors(form.problem, form.problemAt ?? '');
  const changed = () => {
    form.preview = null;
    ctx.update();
  };
  const on = editing(form.draft, () => {});
  const then = (handle) => (event) => {
    handle(event);
    changed();
  };
  return html`<form
    class="card form"
    aria-label=${`Edge ${edge.name}`}
    @submit=${(event) => event.preventDefault()}
    @input=${then(on.input)}
    @change=${then(on.change)}
  >
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${field({
        label: 'Site',
        name: '/site',
        type: 'select',
        value: form.draft.site,
        options: sites.map((site) => site.name),
        error: errors.at('/site'),
      })}
    </div>
    ${edgeFields(form.draft, '', errors, changed)}
    ${preview(ctx, form, {
      plan: () => {
        form.problemAt = '/edges/0';
        return plan(ctx.api, { edges: [{ name: edge.name, ...documentOf(form.draft) }] });
      },
      apply: () => apply(ctx, form, edge.name),
      label: 'Change edge',
      cancel: hash(ctx.params, 'edges', [edge.name]),
    })}
  </form>`;
}

async function apply(ctx, form, name) {
  form.problemAt = '';
  const answer = await submit(ctx, form, () =>
    ctx.api.put(path`edges/${name}`, documentOf(form.draft), {
      headers: { 'If-Match': form.etag },
    }),
  );
  if (!answer) return;
  ctx.state.form = null;
  told(ctx, `Edge ${name} is changed`, answer);
  ctx.navigate(hash(ctx.params, 'edges', [name]));
}
