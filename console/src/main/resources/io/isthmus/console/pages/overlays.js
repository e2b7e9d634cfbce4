// Overlay networks. #/t/overlays, …/overlays/NAME, …/overlays/NAME?edit=1, …/overlays?new=1
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { count } from '../kit/format.js';
import { table } from '../kit/table.js';
import { emptyState } from '../kit/states.js';
import { detail } from './overlays/detail.js';
import { overlayForm } from './overlays/form.js';
import { hash } from './shared/links.js';
import { nodes } from './shared/nodes.js';
import { withRole } from './shared/role.js';
import { ENCRYPTION, TOPOLOGY } from './overlays/words.js';

/** Of an overlay with more tunnels than this, only the first are counted. */
const MOST_TUNNELS = 5000;

export default {
  id: 'overlays',
  title: ({ path: [name], query }) =>
    query.get('new') ? 'New overlay' : name ? `Overlay ${name}` : 'Overlays',
  refreshOn: ['io.isthmus.intent.', 'io.isthmus.path.', 'io.isthmus.edge.'],

  back: ({ tenant, path: [name], query }) =>
    name || query.get('new')
      ? { href: hash({ tenant }, 'overlays'), label: 'Overlays' }
      : undefined,

  async load({ api, params, signal }) {
    const [name] = params.path;
    if (params.query.get('new')) return { creating: true, edges: await api.all('edges', { signal }) };
    if (!name) return { overlays: await api.all('overlays', { signal }) };
    const [one, edges, classes, sites, tunnels] = await Promise.all([
      api.get(path`overlays/${name}`, { signal }),
      api.all('edges', { signal }),
      api.all('traffic-classes', { signal }),
      nodes(api, signal),
      api.all('tunnels', { query: { overlay: name }, signal, most: MOST_TUNNELS }),
    ]);
    const states = new Map(sites.flatMap((site) => site.edges).map((edge) => [edge.edge, edge]));
    return { one, edges, classes, states, tunnels, editing: Boolean(params.query.get('edit')) };
  },

  view(data, ctx) {
    if (data.creating || data.editing) {
      return withRole(ctx, 'orchestrator', () => overlayForm(data.one, data.edges, ctx));
    }
    if (!data.one) return list(data.overlays, ctx);
    return detail(data, ctx);
  },

  actions: (data, ctx) => (data.overlays ? createButton(ctx) : nothing),
};

const createButton = (ctx) =>
  ctx.me.can('orchestrator')
    ? html`<a class="button primary" href=${hash(ctx.params, 'overlays', [], { new: 1 })}>New overlay</a>`
    : nothing;

function list(overlays, ctx) {
  if (overlays.length === 0) {
    return emptyState({
      title: 'No overlay yet',
      text: 'An overlay joins edges by tunnels over the transports that you choose.',
      action: createButton(ctx),
    });
  }
  return table({
      caption: 'Overlays',
      columns: [
        { key: 'name', label: 'Overlay' },
        { key: 'topology', label: 'Topology', cell: (row) => TOPOLOGY[row.topology] },
        { key: 'edges', label: 'Members', numeric: true, cell: (row) => count(row.edges.length) },
        { key: 'transports', label: 'Transports', cell: transports },
        { key: 'encryption', label: 'Encryption', cell: (row) => ENCRYPTION[row.encryption] },
        { key: 'vni', label: 'VNI', numeric: true },
        {
          key: 'tunnels',
          label: 'Tunnels',
          cell: (row) => html`<a href=${hash(ctx.params, 'tunnels', [], { overlay: row.name })}
            >Show<span class="visually-hidden"> tunnels of ${row.name}</span></a
          >`,
        },
      ],
      rows: overlays,
      rowHref: (row) => hash(ctx.params, 'overlays', [row.name]),
    });
}

export const transports = ({ transports: chosen }) => (chosen?.length ? chosen.join(', ') : 'all');
