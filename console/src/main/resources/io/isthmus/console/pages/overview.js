import { html } from '../lib.js';
import { badge } from '../kit/badge.js';
import { count } from '../kit/format.js';
import { stat } from '../kit/page.js';

/** The network at a glance. */
export default {
  id: 'overview',
  title: () => 'Overview',
  refreshOn: ['io.isthmus.'],
  refreshEveryMs: 4000,

  async load({ api, signal }) {
    return { topology: (await api.get('topology', { query: { limit: 1000 }, signal })).body };
  },

  view({ topology: { counts } }, ctx) {
    return html`
      <div class="stats">
        ${stat({ label: 'Edges connected', value: count(counts.connectedEdges), of: count(counts.edges), href: ctx.href('edges'), badge: counts.connectedEdges === counts.edges ? badge('ok', 'all') : badge('warn', `${counts.edges - counts.connectedEdges} away`) })}
        ${stat({ label: 'Overlays', value: count(counts.overlays), href: ctx.href('overlays') })}
        ${stat({ label: 'Traffic classes', value: count(counts.trafficClasses), href: ctx.href('classes') })}
        ${stat({ label: 'Open SLA violations', value: count(counts.openViolations), href: ctx.href('sla') })}
      </div>`;
  },
};
