// Webhooks: where events are delivered, and what could not be.
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { webhookActions, webhookDetail } from './webhooks/detail.js';
import { webhookForm } from './webhooks/form.js';
import { webhookList } from './webhooks/list.js';
import { editorPage } from './shared/editor.js';
import { hash } from './shared/links.js';

const PER_PAGE = 50;

export default {
  ...editorPage({
    id: 'webhooks',
    words: { fresh: 'New webhook', one: 'Webhook', many: 'Webhooks' },
    load: { form: edited, detail: one, list: listed },
    view: { form: webhookForm, detail: webhookDetail, list: ({ rows }, ctx) => webhookList(rows, ctx) },
  }),
  refreshEveryMs: 3000,

  actions(data, ctx) {
    if (!ctx.me.can('orchestrator')) return nothing;
    if (data.mode === 'detail') return webhookActions(data, ctx);
    return data.mode === 'list'
      ? html`<a class="button primary" href=${hash(ctx.params, 'webhooks', [], { new: 1 })}>New webhook</a>` : nothing;
  },
};

async function listed({ api, signal }) {
  const webhooks = await api.all('webhooks', { signal });
  const statuses = await Promise.all(webhooks.map((each) => statusOf(api, each.name, signal)));
  return { rows: webhooks.map((each, i) => ({ ...each, status: statuses[i] })) };
}

async function edited({ api, signal }, name) {
  return { one: name ? await api.get(path`webhooks/${name}`, { signal }) : null };
}

async function one({ api, params, signal }, name) {
  const [found, status, letters] = await Promise.all([
    api.get(path`webhooks/${name}`, { signal }),
    statusOf(api, name, signal),
    api.get(path`webhooks/${name}/dead-letters`, { query: { limit: PER_PAGE, cursor: params.query.get('cursor') }, signal }),
  ]);
  return { one: found, status, letters: letters.body };
}

const statusOf = async (api, name, signal) => (await api.get(path`webhooks/${name}/status`, { signal })).body;
