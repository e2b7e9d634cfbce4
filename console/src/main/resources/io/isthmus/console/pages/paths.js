// Paths between WAN links: how each is, and was.
// #/t/paths, …/paths/EDGE/LINK/REMOTE/LINK[/plain]?range=1h&to=…
import { html, nothing } from '../lib.js';
import { pathDetail } from './paths/detail.js';
import { pathList } from './paths/list.js';
import { loadPath } from './paths/load.js';
import { reversed } from './paths/key.js';
import { asked } from './shared/filters.js';
import { hash, pathHash } from './shared/links.js';

const PER_PAGE = 100;

export default {
  id: 'paths',
  title: ({ path: [edge, link, remote, remoteLink, plain] }) =>
    edge ? `${edge} ${link} → ${remote} ${remoteLink}${plain ? ' (plain)' : ''}` : 'Paths',
  back: (params) => (params.path[0] ? { href: hash(params, 'paths'), label: 'Paths' } : undefined),
  refreshOn: ['io.isthmus.path.', 'io.isthmus.sla.', 'io.isthmus.class.', 'io.isthmus.intent.'],
  refreshEveryMs: 2000,

  async load(asking) {
    const { api, params, signal, state } = asking;
    if (params.path.length >= 4) return { mode: 'one', ...(await loadPath(asking)) };
    state.edges ??= (await api.all('edges', { signal })).map((edge) => edge.name);
    const { body } = await api.get('paths', { query: { limit: PER_PAGE, ...asked(params.query, ['edge', 'state', 'cursor']) }, signal });
    return { mode: 'list', page: body, edges: state.edges };
  },

  actions(data, ctx) {
    if (data.mode !== 'one') return nothing;
    const other = reversed(ctx.params.path);
    return html`<a class="button" href=${pathHash(ctx.params, other.join('/'))}>As ${other[0]} measures it</a>`;
  },

  view: (data, ctx) => (data.mode === 'list' ? pathList(data, ctx) : pathDetail(data, ctx)),
};
