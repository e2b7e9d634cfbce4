import { html, nothing } from '../lib.js';
import { badge } from '../kit/badge.js';
import { loadCharts } from '../kit/echarts.js';
import { count } from '../kit/format.js';
import { section, stat } from '../kit/page.js';
import { emptyState } from '../kit/states.js';
import { carried, carriedList } from './overview/carried.js';
import { happened } from './overview/happened.js';
import { place } from './overview/layout.js';
import { linkTable } from './overview/links.js';
import { map } from './overview/map.js';
import { network } from './overview/network.js';

/** What costs more to ask for is asked less often, and when something happens. */
const DETAILS_EVERY_MS = 12_000;
const MOST_SITES = 5_000;
const MANY_EDGES = 200;

/** The network at a glance. */
export default {
  id: 'overview',
  title: () => 'Overview',
  queryIsView: true,
  refreshOn: ['io.isthmus.'],
  refreshEveryMs: (data) => (data?.counts.edges > MANY_EDGES ? 10_000 : 4000),

  async load({ api, params, state, signal }) {
    // On its way together with what it is to show.
    if (params.query.get('view') !== 'table') loadCharts().catch(() => {});
    const [topology, links] = await Promise.all([
      wholeTopology(api, signal),
      api.get('topology/links', { signal }).then((answer) => answer.body),
    ]);
    // The map waits for nothing else, and is made anew only when it changed.
    const seen = JSON.stringify([topology.nodes, links.links]);
    if (state.seen !== seen) {
      state.seen = seen;
      state.net = network(topology.nodes, links.links);
      place(state.net.sites);
    }
    const large = topology.counts.edges > MANY_EDGES;
    const due = (state.eventful && !large) || Date.now() - (state.detailedAt || 0) > DETAILS_EVERY_MS;
    if (due) {
      state.eventful = false;
      state.detailedAt = Date.now();
      details(api, signal).then((found) => {
        state.details = found;
        state.problem = null;
        state.redraw?.({ keepMap: true });
      }, (problem) => {
        if (signal.aborted) state.detailedAt = 0;
        else state.problem = problem;
        state.redraw?.({ keepMap: true });
      });
    }
    return { counts: topology.counts, links, net: state.net };
  },

  onEvent(event, data, ctx) {
    ctx.state.eventful = true;
  },

  sub: ({ counts }) => html`${count(counts.sites)} sites, ${count(counts.edges)} edges, ${count(counts.overlays)} overlays`,

  view({ counts, links, net }, ctx) {
    ctx.state.redraw = ({ keepMap } = {}) => {
      if (!keepMap) ctx.state.drawn = null;
      ctx.update();
    };
    if (counts.sites === 0) {
      return emptyState({ title: 'The network is empty', text: 'Declare a site with an edge, join it, and it appears here.',
        action: ctx.me.can('orchestrator') ? html`<a class="button primary" href=${ctx.href('sites')}>To the sites</a>` : nothing });
    }
    const asTable = ctx.params.query.get('view') === 'table';
    return html`
      ${stats(counts, links.tunnels, ctx)}
      <div class="grid glance">
        <div class="span8">${section({
          title: 'Topology',
          sub: links.complete ? undefined : 'Too large to be shown as a whole: the first links only.',
          actions: html`<nav class="segments" aria-label="Topology as">
            <a href=${ctx.href('overview')} aria-current=${asTable ? nothing : 'true'}>Map</a>
            <a href=${ctx.href('overview', [], { view: 'table' })} aria-current=${asTable ? 'true' : nothing}>Table</a></nav>`,
          body: asTable ? linkTable(net, ctx) : map(net, ctx),
        })}</div>
        <div class="span4">${section({ title: 'Where classes run now', body: later(ctx, ({ classes }) => carriedList(classes, ctx)) })}</div>
        <div class="span8">${section({ title: 'The last hour', body: later(ctx, ({ events, moreEvents }) => happened(events, moreEvents, ctx)) })}</div>
      </div>`;
  },
};

function stats(counts, tunnels, ctx) {
  const { details: known } = ctx.state;
  const all = tunnels.up + tunnels.degraded + tunnels.down + tunnels.unknown;
  const away = counts.edges - counts.connectedEdges;
  const bad = known?.classes.filter((each) => each.state === 'bad').length;
  const kept = known?.classes.filter((each) => each.state === 'ok').length;
  return html`<div class="stats">
    ${stat({ label: 'Edges connected', value: count(counts.connectedEdges), of: count(counts.edges), href: ctx.href('edges'),
      badge: away === 0 ? badge('ok', 'all') : badge('bad', `${count(away)} away`) })}
    ${stat({ label: 'Tunnels up', value: count(tunnels.up + tunnels.degraded), of: count(all), href: ctx.href('tunnels'), badge: tunnelBadge(tunnels, all) })}
    ${stat({ label: 'Classes kept', value: known ? count(kept) : '…', of: known ? count(known.classes.length) : undefined, href: ctx.href('classes'),
      badge: !known ? nothing : bad ? badge('bad', `${bad} broken`) : kept === known.classes.length && kept > 0 ? badge('ok', 'all') : badge('unknown', 'not told') })}
    ${stat({ label: 'Open SLA violations', value: count(counts.openViolations), href: ctx.href('sla'),
      badge: counts.openViolations ? badge('warn', 'objectives broken') : badge('ok', 'none') })}
    ${stat({ label: 'Operations running', value: count(counts.runningOperations), href: ctx.href('operations'),
      badge: counts.runningOperations ? badge('info', 'on the way') : badge('ok', 'all done') })}
  </div>`;
}

function tunnelBadge({ up, degraded, down, unknown }, all) {
  if (all === 0) return badge('unknown', 'none yet');
  if (down) return badge('bad', `${count(down)} down`);
  if (degraded) return badge('warn', `${count(degraded)} degraded`);
  return up === all ? badge('ok', 'all') : badge('unknown', `${count(unknown)} unknown`);
}

/** What is asked for beside the map. */
async function details(api, signal) {
  const [topology, events] = await Promise.all([
    api.get('topology/classes', { signal }),
    api.get('events', { query: { order: 'NEWEST_FIRST', limit: 100 }, signal }),
  ]);
  return {
    classes: topology.body.classes.map(carried),
    events: events.body.items,
    moreEvents: Boolean(events.body.nextCursor),
  };
}

function later(ctx, view) {
  if (ctx.state.details) return view(ctx.state.details);
  return ctx.state.problem ? html`<p class="muted">${ctx.state.problem.detail || ctx.state.problem.message}</p>` : html`<div class="bone w70"></div>`;
}

async function wholeTopology(api, signal) {
  const { body } = await api.get('topology', { query: { limit: 1000 }, signal });
  let cursor = body.nextCursor;
  while (cursor && body.nodes.length < MOST_SITES) {
    const { body: next } = await api.get('topology', { query: { limit: 1000, cursor }, signal });
    body.nodes.push(...next.nodes);
    cursor = next.nextCursor;
  }
  return body;
}
