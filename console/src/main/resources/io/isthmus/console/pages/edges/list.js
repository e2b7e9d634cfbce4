// All edges with how they are, found by name, site or state.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { count } from '../../kit/format.js';
import { field } from '../../kit/form.js';
import { emptyState } from '../../kit/states.js';
import { table } from '../../kit/table.js';
import { hash } from '../shared/links.js';
import { slice } from '../shared/slice.js';
import { connectionBadge, EDGE_STATES, edgeBadge, edgeState, SITE_KINDS } from '../shared/states.js';

export function list(sites, ctx) {
  const all = sites.flatMap((site) =>
    site.edges.map((edge) => ({ ...edge, site: site.site, kind: site.kind, state: edgeState(edge) })),
  );
  if (all.length === 0) {
    return emptyState({
      title: 'No edge yet',
      text: 'An edge is the device at a site’s border that joins it to the others.',
      action: addButton(ctx),
    });
  }
  const { query } = ctx.params;
  const text = (ctx.state.search ?? '').toLowerCase();
  const rows = all.filter(
    (edge) =>
      (!query.get('site') || edge.site === query.get('site')) &&
      (!query.get('state') || edge.state === query.get('state')) &&
      (edge.edge.includes(text) || edge.site.includes(text)),
  );
  return html`
    <p class="summary" aria-live="polite">${summary(all, ctx)}</p>
    ${filters(sites, ctx)}
    ${slice(rows, ctx, (shown) => edgeTable(shown, ctx))}
  `;
}

export const addButton = (ctx) =>
  ctx.me.can('orchestrator')
    ? html`<a class="button primary" href=${hash(ctx.params, 'add-site')}>Add a site</a>`
    : nothing;

/** How many are in which state; each leads to them. */
function summary(all, ctx) {
  return Object.entries(EDGE_STATES).map(([state, [kind, word]]) => {
    const found = all.filter((edge) => edge.state === state).length;
    return found === 0
      ? nothing
      : html`<a href=${hash(ctx.params, 'edges', [], { state })}>${badge(kind, `${count(found)} ${word.toLowerCase()}`)}</a> `;
  });
}

function filters(sites, ctx) {
  const { query } = ctx.params;
  const choose = (name) => (value) =>
    ctx.navigate(hash(ctx.params, 'edges', [], { ...Object.fromEntries(query), [name]: value }));
  return html`<div class="filters" role="search" aria-label="Find edges">
    ${field({
      label: 'Find an edge',
      name: 'search',
      type: 'search',
      value: ctx.state.search ?? '',
      oninput: (value) => {
        ctx.state.search = value.trim();
        ctx.update();
      },
    })}
    ${field({
      label: 'Site',
      name: 'site',
      type: 'select',
      value: query.get('site') ?? '',
      options: [{ value: '', label: 'All' }, ...sites.map(({ site }) => site)],
      onchange: choose('site'),
    })}
    ${field({
      label: 'State',
      name: 'state',
      type: 'select',
      value: query.get('state') ?? '',
      options: [
        { value: '', label: 'Any state' },
        ...Object.entries(EDGE_STATES).map(([value, [, label]]) => ({ value, label })),
      ],
      onchange: choose('state'),
    })}
  </div>`;
}

function edgeTable(rows, ctx) {
  return table({
    caption: 'Edges',
    columns: [
      { key: 'edge', label: 'Edge' },
      { key: 'site', label: 'Site', cell: (row) => siteCell(row, ctx) },
      { key: 'state', label: 'State', cell: edgeBadge },
      { key: 'connection', label: 'Connection', cell: connectionBadge },
      { key: 'wanLinks', label: 'WAN links', cell: (row) => row.wanLinks.join(', ') || 'none' },
      { key: 'number', label: 'Number', numeric: true },
    ],
    rows,
    empty: 'No edge is as the filters want it.',
    rowHref: (row) => hash(ctx.params, 'edges', [row.edge]),
  });
}

const siteCell = (row, ctx) => html`<a href=${hash(ctx.params, 'sites', [row.site])}>${row.site}</a>
  <span class="muted">${SITE_KINDS[row.kind]}</span>`;
