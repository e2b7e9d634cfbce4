// Tunnels of overlays over paths, with how they are. #/t/tunnels?overlay=&edge=&state=
import { html, nothing } from '../lib.js';
import { ms, pct, count } from '../kit/format.js';
import { rtt } from './shared/tunnels.js';
import { badge } from '../kit/badge.js';
import { field } from '../kit/form.js';
import { table } from '../kit/table.js';
import { emptyState } from '../kit/states.js';
import { hash, pathHash } from './shared/links.js';
import { pathBadge, worstPathState } from './shared/states.js';
import { slice } from './shared/slice.js';

/** More than this are not shown at once: a filter finds the rest. */
const MOST = 500;
const MOST_PATHS = 1000;
const STATES = [
  { value: '', label: 'Any state' },
  { value: 'UP', label: 'Up' },
  { value: 'DOWN', label: 'Down' },
  { value: 'REMOTE_SILENT', label: 'Remote silent' },
  { value: 'UNKNOWN', label: 'Unknown' },
];

export default {
  id: 'tunnels',
  title: () => 'Tunnels',
  refreshOn: ['io.isthmus.path.', 'io.isthmus.intent.'],
  refreshEveryMs: 4000,

  async load({ api, params, state, signal }) {
    const overlay = params.query.get('overlay') || undefined;
    const edge = params.query.get('edge') || undefined;
    const [tunnels, paths, choices] = await Promise.all([
      first(api, 'tunnels', { overlay, edge }, MOST, signal),
      first(api, 'paths', { edge }, MOST_PATHS, signal),
      state.choices ?? choicesOf(api, signal),
    ]);
    state.choices = choices;
    return { ...tunnels, quality: byKey(paths.items), ...choices };
  },

  view(data, ctx) {
    const wanted = ctx.params.query.get('state') ?? '';
    const rows = data.items
      .map((tunnel) => row(tunnel, data.quality))
      .filter(({ state }) => wanted === '' || state === wanted);
    return html`
      ${filters(data, ctx)}
      ${data.more
        ? html`<p class="hint">The first ${count(MOST)}: choose an overlay or an edge to see all of theirs.</p>`
        : nothing}
      ${data.items.length === 0
        ? emptyState({
            title: 'No tunnel',
            text: 'Tunnels join the members of an overlay, as soon as the edges have joined.',
          })
        : slice(rows, ctx, (shown) => list(shown, ctx))}
    `;
  },
};

/** What one may choose among changes seldom: it is not asked for again and again. */
async function choicesOf(api, signal) {
  const [overlays, edges] = await Promise.all([
    api.all('overlays', { signal }),
    api.all('edges', { signal }),
  ]);
  return { overlays, edges };
}

/** Pages of a list up to the most that are shown; a page may hold none and still have a next. */
async function first(api, path, query, most, signal) {
  const items = [];
  let cursor;
  do {
    const { body } = await api.get(path, {
      query: { ...query, limit: most, cursor },
      signal,
    });
    items.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor && items.length < most);
  return { items, more: cursor !== undefined };
}

function byKey(paths) {
  return new Map(paths.map((path) => [path.key, path]));
}

/** A tunnel with the quality of its path, whichever end the path was listed from. */
function row(tunnel, quality) {
  const path = quality.get(tunnel.path);
  const state = worstPathState(tunnel.pathState, tunnel.remotePathState);
  return { ...tunnel, state, there: path?.quality, back: path?.remoteQuality };
}

function filters(data, ctx) {
  const options = (items) => [
    { value: '', label: 'All' },
    ...items.map(({ name }) => ({ value: name, label: name })),
  ];
  const choose = (event) => {
    const query = Object.fromEntries(new FormData(event.currentTarget));
    ctx.navigate(hash(ctx.params, 'tunnels', [], query));
  };
  const chosen = (name) => ctx.params.query.get(name) ?? '';
  return html`<form
    class="filters"
    aria-label="Filters"
    @change=${choose}
    @submit=${(event) => event.preventDefault()}
  >
    ${field({
      label: 'Overlay',
      name: 'overlay',
      type: 'select',
      value: chosen('overlay'),
      options: options(data.overlays),
    })}
    ${field({
      label: 'Edge',
      name: 'edge',
      type: 'select',
      value: chosen('edge'),
      options: options(data.edges),
    })}
    ${field({
      label: 'State',
      name: 'state',
      type: 'select',
      value: chosen('state'),
      options: STATES,
    })}
  </form>`;
}

function list(rows, ctx) {
  return table({
    caption: 'Tunnels',
    columns: [
      {
        key: 'overlay',
        label: 'Overlay',
        cell: (tunnel) => html`<a href=${hash(ctx.params, 'overlays', [tunnel.overlay])}
            >${tunnel.overlay}</a
          ><span class="muted"> VNI ${tunnel.vni}</span>`,
      },
      {
        key: 'path',
        label: 'From and to',
        cell: (tunnel) => html`<a href=${pathHash(ctx.params, tunnel.path)}
          >${end(tunnel.local)} <span aria-label="and">↔</span> ${end(tunnel.remote)}</a
        >`,
      },
      { key: 'state', label: 'State', cell: stateCell },
      { key: 'protection', label: 'Protection', cell: protection },
      { key: 'rtt', label: 'Round trip', numeric: true, cell: (t) => known(rtt(t.there), ms) },
      { key: 'jitter', label: 'Jitter', numeric: true, cell: (t) => known(t.there?.jitterForwardMs, ms) },
      { key: 'loss', label: 'Loss', numeric: true, cell: (t) => known(t.there?.lossPct, pct) },
    ],
    rows,
    empty: 'No tunnel is as the filters want it.',
  });
}

const end = ({ edge, wanLink }) => html`<span class="whole">${edge} <span class="muted">${wanLink}</span></span>`;

const known = (value, format) => (value === undefined ? '–' : format(value));

/** Where the two ends do not agree, both are said. */
function stateCell(tunnel) {
  if (tunnel.pathState === tunnel.remotePathState) return pathBadge(tunnel.pathState);
  return html`<ul class="plain-list">
    <li>${pathBadge(tunnel.pathState)} <span class="muted">at ${tunnel.local.edge}</span></li>
    <li>${pathBadge(tunnel.remotePathState)} <span class="muted">at ${tunnel.remote.edge}</span></li>
  </ul>`;
}

export const protection = ({ protection: kind }) =>
  kind === 'WIREGUARD' ? badge('ok', 'WireGuard') : badge('warn', 'Plain');
