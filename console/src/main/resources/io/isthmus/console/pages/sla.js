// Objectives: when they were broken, and how well they are kept.
// #/t/sla, …/sla/VIOLATION, …/sla?tab=compliance&days=30
import { path } from '../api.js';
import { html } from '../lib.js';
import { tabs } from '../kit/page.js';
import { complianceView, DAYS } from './sla/compliance.js';
import { violationList } from './sla/violations.js';
import { violationView } from './sla/violation.js';
import { asked } from './shared/filters.js';
import { hash } from './shared/links.js';

const PER_PAGE = 100;
const DAY_MS = 86_400_000;
const FILTERS = ['trafficClass', 'open', 'sourceEdge', 'destinationEdge', 'from', 'to', 'cursor'];

export default {
  id: 'sla',
  title: ({ path: [id] }) => (id ? 'SLA violation' : 'SLA'),
  back: (params) => (params.path[0] ? { href: hash(params, 'sla'), label: 'SLA' } : undefined),
  refreshOn: ['io.isthmus.sla.', 'io.isthmus.intent.'],
  refreshEveryMs: 5000,

  async load({ api, params, signal, state }) {
    const [id] = params.path;
    if (id) {
      const one = (await api.get(path`sla-violations/${id}`, { signal })).body;
      return { mode: 'one', one, answer: await answerTo(api, one, signal) };
    }
    state.choices ??= await choices(api, signal);
    if (params.query.get('tab') === 'compliance') {
      const days = DAYS.find((each) => String(each) === params.query.get('days')) ?? DAYS[0];
      const from = new Date(Date.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
      const query = { from, trafficClass: params.query.get('trafficClass') };
      return { mode: 'compliance', days, rows: await api.all('sla-compliance', { query, signal }), ...state.choices };
    }
    const [page, lasting] = await Promise.all([
      api.get('sla-violations', { query: { limit: PER_PAGE, ...asked(params.query, FILTERS) }, signal }),
      api.get('sla-violations', { query: { open: true, limit: PER_PAGE }, signal }),
    ]);
    return { mode: 'violations', page: page.body, lasting: lasting.body, ...state.choices };
  },

  view(data, ctx) {
    if (data.mode === 'one') return violationView(data, ctx);
    const all = [{ id: 'violations', label: 'Violations' }, { id: 'compliance', label: 'Compliance by day' }];
    return html`${tabs('SLA', all, data.mode, (tab) => hash(ctx.params, 'sla', [], tab === 'violations' ? {} : { tab }))}
      ${data.mode === 'compliance' ? complianceView(data, ctx) : violationList(data, ctx)}`;
  },
};

async function choices(api, signal) {
  const [classes, edges] = await Promise.all([api.all('traffic-classes', { signal }), api.all('edges', { signal })]);
  return { classes: classes.map((each) => each.name), edges: edges.map((edge) => edge.name) };
}

/** What the edge decided around that time: the answer to the violation, if it carried the class. */
async function answerTo(api, one, signal) {
  const began = Date.parse(one.beganAt);
  const { trafficClass, sourceEdge, destinationEdge } = one;
  const query = {
    trafficClass, sourceEdge, destinationEdge, decidedBy: 'EDGE',
    from: new Date(began - 5000).toISOString(), to: new Date(began + 60_000).toISOString(), limit: 20,
  };
  return (await api.get('steering-decisions', { query, signal })).body.items;
}
