// What carries each class, now and then, and why; and moving a class.
// #/t/steering, …/steering?tab=history, …/steering/ID, …/steering/new
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { tabs } from '../kit/page.js';
import { decisionActions, decisionView } from './steering/decision.js';
import { historyView } from './steering/history.js';
import { nowView } from './steering/now.js';
import { rerouteForm } from './steering/reroute.js';
import { asked } from './shared/filters.js';
import { hash } from './shared/links.js';
import { withRole } from './shared/role.js';
import { operationOf } from './shared/progress.js';

const PER_PAGE = 50;
const MOST_PAIRS = 300;
const FILTERS = ['trafficClass', 'sourceEdge', 'destinationEdge', 'cause', 'decidedBy', 'at', 'from', 'to', 'active', 'cursor'];

const isNew = ({ path: [id] }) => id === 'new';

export default {
  id: 'steering',
  title: (params) => (isNew(params) ? 'Move a class' : params.path[0] ? 'Why this path?' : 'Steering'),
  back: (params) => (params.path[0] ? { href: hash(params, 'steering', [], isNew(params) ? {} : { tab: 'history' }), label: 'Steering' } : undefined),
  refreshOn: ['io.isthmus.class.', 'io.isthmus.decision.', 'io.isthmus.intent.', 'io.isthmus.operation.'],
  refreshEveryMs: 5000,

  async load(asking) {
    const { api, params, signal, state } = asking;
    const [id] = params.path;
    if (isNew(params)) {
      state.choices ??= await choices(api, signal);
      return { mode: 'new', ...state.choices };
    }
    if (id) return { mode: 'one', ...(await decision(asking, id)) };
    state.choices ??= await choices(api, signal);
    if (params.query.get('tab') === 'history') {
      const { body } = await api.get('steering-decisions', { query: { limit: PER_PAGE, ...asked(params.query, FILTERS) }, signal });
      return { mode: 'history', page: body, ...state.choices };
    }
    return { mode: 'now', ...(await now(asking)), ...state.choices };
  },

  actions(data, ctx) {
    if (data.mode === 'one') return decisionActions(data, ctx);
    return data.mode === 'new' || !ctx.me.can('orchestrator') ? nothing
      : html`<a class="button primary" href=${hash(ctx.params, 'steering', ['new'])}>Move a class</a>`;
  },

  view(data, ctx) {
    if (data.mode === 'new') return withRole(ctx, 'orchestrator', () => rerouteForm(data, ctx));
    if (data.mode === 'one') return decisionView(data, ctx);
    const all = [{ id: 'now', label: 'What carries what now' }, { id: 'history', label: 'History' }];
    return html`${tabs('Steering', all, data.mode, (tab) => hash(ctx.params, 'steering', [], tab === 'now' ? {} : { tab }))}
      ${data.mode === 'history' ? historyView(data, ctx) : nowView(data, ctx)}`;
  },
};

async function choices(api, signal) {
  const [classes, edges] = await Promise.all([api.all('traffic-classes', { signal }), api.all('edges', { signal })]);
  return { classes, edges: edges.map((edge) => edge.name) };
}

async function now({ api, params, signal }) {
  const query = asked(params.query, ['trafficClass', 'sourceEdge', 'destinationEdge']);
  const carriages = [];
  let cursor;
  do {
    const { body } = await api.get('carriages', { query: { ...query, limit: MOST_PAIRS, cursor }, signal });
    carriages.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor && carriages.length < MOST_PAIRS);
  const requested = await api.all('steering-decisions', { query: { active: true, decidedBy: 'ORCHESTRATOR', ...query }, signal, most: 1000 });
  return { carriages, more: Boolean(cursor), requested };
}

/** A decision with the one before it, what follows it, and its class as it is now. */
async function decision({ api, params, signal }, id) {
  const one = (await api.get(path`steering-decisions/${id}`, { signal })).body;
  const { trafficClass, sourceEdge, destinationEdge, decidedAt } = one;
  const chosen = one.decidedBy === 'EDGE';
  const about = { trafficClass, sourceEdge, destinationEdge, decidedBy: 'EDGE' };
  const [others, declared, operation] = await Promise.all([
    api.get('steering-decisions', { query: chosen ? { ...about, to: decidedAt, limit: 1 } : { ...about, from: decidedAt, limit: 1000 }, signal }),
    api.get(path`traffic-classes/${trafficClass}`, { signal }).catch(absent),
    operationOf({ api, params, signal }),
  ]);
  const items = others.body.items;
  return {
    one,
    before: chosen ? items[0] : undefined,
    followers: chosen ? [] : items.filter((each) => each.followsDecision === id),
    declared: declared?.body,
    operation,
  };
}

function absent(problem) {
  if (problem.status === 404) return undefined;
  throw problem;
}
