// Traffic classes: what each needs, where it runs, and whether it gets that.
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { classDetail, classActions } from './classes/detail.js';
import { classForm } from './classes/form.js';
import { classList } from './classes/list.js';
import { editorPage } from './shared/editor.js';
import { hash } from './shared/links.js';
import { operationOf } from './shared/progress.js';

/** Of a class with more pairs of edges than this, the first are shown. */
const MOST_PAIRS = 200;

export default {
  ...editorPage({
    id: 'classes',
    words: { fresh: 'New traffic class', one: 'Class', many: 'Traffic classes' },
    load: { form: edited, detail: one, list: listed },
    view: { form: classForm, detail: classDetail, list: ({ rows }, ctx) => classList(rows, ctx) },
  }),
  refreshOn: ['io.isthmus.class.', 'io.isthmus.sla.', 'io.isthmus.path.', 'io.isthmus.intent.', 'io.isthmus.operation.'],
  refreshEveryMs: 5000,

  actions(data, ctx) {
    if (data.mode === 'detail') return classActions(data.one.body, ctx);
    return data.mode === 'list' && ctx.me.can('orchestrator')
      ? html`<a class="button primary" href=${hash(ctx.params, 'classes', [], { new: 1 })}>New traffic class</a>`
      : nothing;
  },
};

async function listed({ api, signal }) {
  const classes = await api.all('traffic-classes', { signal });
  const statuses = await Promise.all(classes.map(({ name }) => statusOf(api, name, {}, signal)));
  return { rows: classes.map((each, i) => ({ ...each, ...statuses[i] })) };
}

async function edited({ api, signal }, name) {
  const [found, overlays] = await Promise.all([
    name ? api.get(path`traffic-classes/${name}`, { signal }) : null,
    api.all('overlays', { signal }),
  ]);
  return { one: found, overlays: overlays.map((overlay) => overlay.name) };
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
