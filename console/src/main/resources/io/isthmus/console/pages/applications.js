// Applications: which flows are in which class.
// #/t/applications, …/applications/NAME, …/applications/NAME?edit=1, …/applications?new=1
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { applicationActions, applicationDetail } from './applications/detail.js';
import { applicationForm } from './applications/form.js';
import { applicationList } from './applications/list.js';
import { hash } from './shared/links.js';
import { forRole } from './shared/roles.js';
import { operationOf } from './shared/progress.js';

export default {
  id: 'applications',
  title: ({ path: [name], query }) =>
    query.get('new') ? 'New application' : name ? `${query.get('edit') ? 'Edit application' : 'Application'} ${name}` : 'Applications',
  back: (params) => params.query.get('edit')
    ? { href: hash(params, 'applications', params.path), label: `Application ${params.path[0]}` }
    : params.path[0] || params.query.get('new') ? { href: hash(params, 'applications'), label: 'Applications' } : undefined,
  refreshOn: ['io.isthmus.intent.', 'io.isthmus.operation.'],

  async load({ api, params, signal, state }) {
    const [name] = params.path;
    const fresh = Boolean(params.query.get('new'));
    if (fresh || params.query.get('edit')) {
      // What is being edited is not fetched again: it would take what was typed in.
      state.edited ??= await edited(api, fresh ? null : name, signal);
      return { mode: 'form', ...state.edited };
    }
    delete state.edited;
    delete state.form;
    if (name) {
      const [one, operation] = await Promise.all([
        api.get(path`applications/${name}`, { signal }), operationOf({ api, params, signal })]);
      return { mode: 'detail', one: one.body, operation };
    }
    const [applications, classes] = await Promise.all([
      api.all('applications', { query: { trafficClass: params.query.get('trafficClass') }, signal }),
      api.all('traffic-classes', { signal }),
    ]);
    return { mode: 'list', applications, classes };
  },

  actions(data, ctx) {
    if (!ctx.me.can('orchestrator')) return nothing;
    if (data.mode === 'detail') return applicationActions(data.one, ctx);
    return data.mode === 'list'
      ? html`<a class="button primary" href=${hash(ctx.params, 'applications', [], { new: 1 })}>New application</a>` : nothing;
  },

  view(data, ctx) {
    if (data.mode === 'list') return applicationList(data, ctx);
    return data.mode === 'form' ? forRole('orchestrator', ctx, () => applicationForm(data, ctx)) : applicationDetail(data, ctx);
  },
};

async function edited(api, name, signal) {
  const [one, classes] = await Promise.all([
    name ? api.get(path`applications/${name}`, { signal }) : null,
    api.all('traffic-classes', { signal }),
  ]);
  return { one, classes: classes.map((each) => each.name) };
}
