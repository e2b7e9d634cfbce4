// Webhooks: where events are delivered, and what could not be.
// #/t/webhooks, …/webhooks/NAME, …/webhooks/NAME?edit=1, …/webhooks?new=1
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { webhookActions, webhookDetail } from './webhooks/detail.js';
import { webhookForm } from './webhooks/form.js';
import { webhookList } from './webhooks/list.js';
import { hash } from './shared/links.js';

const PER_PAGE = 50;

export default {
  id: 'webhooks',
  title: ({ path: [name], query }) =>
    query.get('new') ? 'New webhook' : name ? `${query.get('edit') ? 'Edit webhook' : 'Webhook'} ${name}` : 'Webhooks',
  back: (params) => (params.path[0] || params.query.get('new') ? { href: hash(params, 'webhooks'), label: 'Webhooks' } : undefined),
  refreshEveryMs: 3000,

  async load({ api, params, signal, state }) {
    const [name] = params.path;
    const fresh = Boolean(params.query.get('new'));
    if (fresh || params.query.get('edit')) {
      state.edited ??= { one: fresh ? null : await api.get(path`webhooks/${name}`, { signal }) };
      return { mode: 'form', ...state.edited };
    }
    delete state.edited;
    delete state.form;
    if (!name) {
      const webhooks = await api.all('webhooks', { signal });
      const statuses = await Promise.all(webhooks.map((each) => statusOf(api, each.name, signal)));
      return { mode: 'list', rows: webhooks.map((each, i) => ({ ...each, status: statuses[i] })) };
    }
    const [one, status, letters] = await Promise.all([
      api.get(path`webhooks/${name}`, { signal }),
      statusOf(api, name, signal),
      api.get(path`webhooks/${name}/dead-letters`, { query: { limit: PER_PAGE, cursor: params.query.get('cursor') }, signal }),
    ]);
    return { mode: 'detail', one, status, letters: letters.body };
  },

  actions(data, ctx) {
    if (!ctx.me.can('orchestrator')) return nothing;
    if (data.mode === 'detail') return webhookActions(data, ctx);
    return data.mode === 'list'
      ? html`<a class="button primary" href=${hash(ctx.params, 'webhooks', [], { new: 1 })}>New webhook</a>` : nothing;
  },

  view(data, ctx) {
    if (data.mode === 'list') return webhookList(data.rows, ctx);
    return data.mode === 'form' ? webhookForm(data, ctx) : webhookDetail(data, ctx);
  },
};

const statusOf = async (api, name, signal) => (await api.get(path`webhooks/${name}/status`, { signal })).body;
