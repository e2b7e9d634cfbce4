// Applications: which flows are in which class.
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { applicationActions, applicationDetail } from './applications/detail.js';
import { applicationForm } from './applications/form.js';
import { applicationList } from './applications/list.js';
import { editorPage } from './shared/editor.js';
import { hash } from './shared/links.js';
import { operationOf } from './shared/progress.js';

export default {
  ...editorPage({
    id: 'applications',
    words: { fresh: 'New application', one: 'Application', many: 'Applications' },
    load: { form: edited, detail: one, list: listed },
    view: { form: applicationForm, detail: applicationDetail, list: applicationList },
  }),
  refreshOn: ['io.isthmus.intent.', 'io.isthmus.operation.'],

  actions(data, ctx) {
    if (!ctx.me.can('orchestrator')) return nothing;
    if (data.mode === 'detail') return applicationActions(data.one, ctx);
    return data.mode === 'list'
      ? html`<a class="button primary" href=${hash(ctx.params, 'applications', [], { new: 1 })}>New application</a>` : nothing;
  },
};

async function listed({ api, params, signal }) {
  const [applications, classes] = await Promise.all([
    api.all('applications', { query: { trafficClass: params.query.get('trafficClass') }, signal }),
    api.all('traffic-classes', { signal }),
  ]);
  return { applications, classes };
}

async function one({ api, params, signal }, name) {
  const [found, operation] = await Promise.all([
    api.get(path`applications/${name}`, { signal }),
    operationOf({ api, params, signal }),
  ]);
  return { one: found.body, operation };
}

async function edited({ api, signal }, name) {
  const [found, classes] = await Promise.all([
    name ? api.get(path`applications/${name}`, { signal }) : null,
    api.all('traffic-classes', { signal }),
  ]);
  return { one: found, classes: classes.map((each) => each.name) };
}
