/** The map as tables: the same for those who cannot see it or want the numbers. */
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { count } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { SITE_KINDS } from '../shared/states.js';
import { HEALTH, WORST_FIRST } from './network.js';

const SHOWN = 100;

export function linkTable(net, ctx) {
  const links = worstFirst(net.links).slice(0, SHOWN);
  const sites = worstFirst(net.sites).slice(0, SHOWN);
  return html`
    ${table({
      caption: 'Sites', showCaption: true,
      columns: [
        { key: 'name', label: 'Site' },
        { key: 'kind', label: 'Kind', cell: (site) => SITE_KINDS[site.kind] },
        { key: 'edges', label: 'Edges connected', cell: (site) => badge(HEALTH[site.health].badge, `${site.connected} of ${site.edges.length}`) },
        { key: 'links', label: 'Linked to', cell: (site) => `${site.links} sites` },
      ],
      rows: sites, rowHref: (site) => ctx.href('sites', [site.name]), empty: 'There are no sites.',
    })}
    ${more(net.sites.length, 'sites')}
    ${table({
      caption: 'Links between sites', showCaption: true,
      columns: [
        { key: 'from', label: 'Between', cell: (link) => html`<span class="whole">${link.from} –</span> <span class="whole">${link.to}</span>` },
        { key: 'health', label: 'Health', cell: (link) => badge(HEALTH[link.health].badge, HEALTH[link.health].word) },
        { key: 'up', label: 'Tunnels up', numeric: true, cell: (link) => count(link.up + link.degraded) },
        { key: 'degraded', label: 'Of them degraded', numeric: true },
        { key: 'down', label: 'Down', numeric: true },
        { key: 'unknown', label: 'Unknown', numeric: true },
      ],
      rows: links, rowHref: (link) => ctx.href('tunnels', [], { edge: link.edges[0] }), empty: 'No overlay joins two sites.',
    })}
    ${more(net.links.length, 'links')}`;
}

function worstFirst(items) {
  const rank = (item) => WORST_FIRST.indexOf(item.health);
  return [...items].sort((a, b) => rank(a) - rank(b));
}

function more(number, what) {
  return number > SHOWN ? html`<p class="muted and-more">The worst ${SHOWN} of ${count(number)} ${what}.</p>` : nothing;
}
