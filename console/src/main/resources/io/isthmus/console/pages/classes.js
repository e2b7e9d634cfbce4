// Traffic classes: what each needs, where it runs, and whether it gets that.
// #/t/classes, …/classes/NAME, …/classes/NAME?edit=1, …/classes?new=1
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { classDetail, classActions } from './classes/detail.js';
import { classForm } from './classes/form.js';
import { classList } from './classes/list.js';
import { hash } from './shared/links.js';
import { forRole } from './shared/roles.js';
import { operationOf } from './shared/progress.js';

/** Of a class with more pairs of edges than this, the first are shown. */
const MOST_PAIRS = 200;

export default {
  id: 'classes',
  title: ({ path: [name], query }) =>
    query.get('new') ? 'New traffic class' : name ? `${query.get('edit') ? 'Edit class' : 'Class'} ${name}` : 'Traffic classes',
  back: (params) => params.query.get('edit')
    ? { href: hash(params, 'classes', params.path), label: `Class ${params.path[0]}` }
    : params.path[0] || params.query.get('new') ? { href: hash(params, 'classes'), label: 'Traffic classes' } : undefined,
  refreshOn: ['io.isthmus.class.', 'io.isthmus.sla.', 'io.isthmus.path.', 'io.isthmus.intent.', 'io.isthmus.operation.'],
  refreshEveryMs: 5000,

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
    if (name) return { mode: 'detail', ...(await one({ api, params, signal }, name)) };
    const classes = await api.all('traffic-classes', { signal });
    const statuses = await Promise.all(classes.map(({ name: of }) => statusOf(api, of, {}, signal)));
    return { mode: 'list', rows: classes.map((each, i) => ({ ...each, ...statuses[i] })) };
  },

  actions(data, ctx) {
    if (data.mode === 'detail') return classActions(data.one.body, ctx);
    return data.mode === 'list' && ctx.me.can('orchestrator')
      ? html`<a class="button primary" href=${hash(ctx.params, 'classes', [], { new: 1 })}>New traffic class</a>`
      : nothing;
  },

  view(data, ctx) {
    if (data.mode === 'list') return classList(data.rows, ctx);
    return data.mode === 'form' ? forRole('orchestrator', ctx, () => classForm(data, ctx)) : classDetail(data, ctx);
  },
};

async function edited(api, name, signal) {
  const [one, overlays] = await Promise.all([
    name ? api.get(path`traffic-classes/${name}`, { signal }) : null,
    api.all('overlays', { signal }),
  ]);
  return { one, overlays: overlays.map((overlay) => overlay.name) };
}

async function one({ api, params, signal }, name) {
  const query = { sourceEdge: params.query.get('sourceEdge'), destinationEdge: params.query.get('destinationEdge') };
  const [found, status, applications, edges, requested, operation] = await Promise.all([
    api.get(path`traffic-classes/${name}`, { signal }),
    statusOf(api, name, query, signal),
    api.all('applications', { query: { trafficClass: name }, signal }),
    api.all('edges', { signal }),
    api.get('steering-decisions', { query: { active: true, decidedBy: 'ORCHESTRATOR', trafficClass: name }, signal }),
    operationOf({ api, params, signal }),
  ]);
  return { one: found, ...status, applications, edges: edges.map((edge) => edge.name), requested: requested.body.items, operation };
}

/** The first pairs of edges; pages may be short, so it goes on until there are enough or no more. */
async function statusOf(api, name, query, signal) {
  const pairs = [];
  let cursor;
  do {
    const { body } = await api.get(path`traffic-classes/${name}/status`, { query: { ...query, limit: MOST_PAIRS, cursor }, signal });
    pairs.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor && pairs.length < MOST_PAIRS);
  return { pairs, more: Boolean(cursor) };
}
