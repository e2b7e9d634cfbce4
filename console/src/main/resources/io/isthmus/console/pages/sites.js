// Sites: the nodes of the continuum, with their edges. #/t/sites, …/sites/NAME, …/sites?new=1
import { html, nothing } from '../lib.js';
import { badge } from '../kit/badge.js';
import { field } from '../kit/form.js';
import { facts, section } from '../kit/page.js';
import { table } from '../kit/table.js';
import { emptyState } from '../kit/states.js';
import { path } from '../api.js';
import { ask, submit, told } from './shared/act.js';
import { editing, compact } from './shared/draft.js';
import { hash } from './shared/links.js';
import { nodes } from './shared/nodes.js';
import { fieldErrors, problemBox } from './shared/problem.js';
import { withRole } from './shared/role.js';
import { SITE_KINDS, edgeBadge, edgeState } from './shared/states.js';

const KIND_OPTIONS = Object.entries(SITE_KINDS).map(([value, label]) => ({ value, label }));

export default {
  id: 'sites',
  title: ({ path: [name], query }) =>
    query.get('new') ? 'New site' : name ? `Site ${name}` : 'Sites',
  refreshOn: ['io.isthmus.intent.', 'io.isthmus.edge.'],

  back: (params) =>
    params.path[0] || params.query.get('new')
      ? { href: hash(params, 'sites'), label: 'Sites' }
      : undefined,

  async load({ api, params, signal }) {
    const [name] = params.path;
    if (params.query.get('new')) return { creating: true };
    const [sites, one] = await Promise.all([
      nodes(api, signal),
      name ? api.get(path`sites/${name}`, { signal }) : null,
    ]);
    return { sites, one };
  },

  view(data, ctx) {
    if (data.creating) return withRole(ctx, 'orchestrator', () => creation(ctx));
    return data.one ? detail(data, ctx) : list(data.sites, ctx);
  },

  actions(data, ctx) {
    if (data.creating || data.one || !ctx.me.can('orchestrator')) return nothing;
    return html`
      <a class="button" href=${hash(ctx.params, 'sites', [], { new: 1 })}>New site</a>
      <a class="button primary" href=${hash(ctx.params, 'add-site')}>Add a site with an edge</a>
    `;
  },
};

function list(sites, ctx) {
  const mayChange = ctx.me.can('orchestrator');
  const wanted = (ctx.state.search ?? '').toLowerCase();
  const rows = sites.filter(({ site }) => site.includes(wanted));
  return html`
    <div class="filters">
      ${field({
        label: 'Find a site',
        name: 'search',
        type: 'search',
        value: ctx.state.search ?? '',
        oninput: (text) => {
          ctx.state.search = text.trim();
          ctx.update();
        },
      })}
    </div>
    ${sites.length === 0
      ? emptyState({
          title: 'No site yet',
          text: 'A site is a place that hosts microservices: a cloud, an edge, or a far edge.',
          action: mayChange
            ? html`<a class="button primary" href=${hash(ctx.params, 'add-site')}>Add a site</a>`
            : nothing,
        })
      : table({
          caption: 'Sites',
          columns: [
            { key: 'site', label: 'Site' },
            { key: 'kind', label: 'Kind', cell: (row) => SITE_KINDS[row.kind] },
            { key: 'edges', label: 'Edges', cell: (row) => edgesCell(row, ctx.params) },
          ],
          rows,
          empty: 'No site has this in its name.',
          rowHref: (row) => hash(ctx.params, 'sites', [row.site]),
        })}
  `;
}

function edgesCell(site, params) {
  if (site.edges.length === 0) return html`<span class="muted">none</span>`;
  return html`<ul class="inline-list">
    ${site.edges.map(
      (edge) => html`<li>
        <a href=${hash(params, 'edges', [edge.edge])}>${edge.edge}</a> ${edgeBadge(edge)}
      </li>`,
    )}
  </ul>`;
}

function detail({ one, sites }, ctx) {
  const site = one.body;
  const node = sites.find((candidate) => candidate.site === site.name);
  const edges = node?.edges ?? [];
  const well = edges.filter((edge) => edgeState(edge) === 'IN_SYNC').length;
  return html`
    ${section({
      title: 'What it is',
      body: html`
        ${facts([
          ['Kind', ctx.me.can('orchestrator') ? undefined : SITE_KINDS[site.kind]],
          ['Changed in revision', site.revision],
          [
            'Edges',
            edges.length === 0
              ? 'none'
              : badge(well === edges.length ? 'ok' : 'warn', `${well} of ${edges.length} in sync`),
          ],
        ])}
        ${ctx.me.can('orchestrator') ? change(site, one.etag, edges, ctx) : nothing}
      `,
    })}
    ${section({
      title: 'Edges',
      actions: ctx.me.can('orchestrator')
        ? html`<a class="button" href=${hash(ctx.params, 'add-site', [], { site: site.name })}>Add an edge</a>`
        : nothing,
      body: table({
        caption: `Edges of site ${site.name}`,
        columns: [
          { key: 'edge', label: 'Edge' },
          { key: 'state', label: 'State', cell: edgeBadge },
          { key: 'wanLinks', label: 'WAN links', cell: (row) => row.wanLinks.join(', ') || 'none' },
        ],
        rows: edges,
        empty: 'Nothing joins this site to the others yet.',
        rowHref: (row) => hash(ctx.params, 'edges', [row.edge]),
      }),
    })}
  `;
}

function change(site, etag, edges, ctx) {
  const form = (ctx.state.form ??= { draft: { kind: site.kind }, etag });
  const errors = fieldErrors(form.problem);
  const save = async (event) => {
    event.preventDefault();
    const answer = await submit(ctx, form, () =>
      ctx.api.patch(path`sites/${site.name}`, form.draft, { headers: { 'If-Match': form.etag } }),
    );
    if (!answer) return;
    form.etag = answer.etag;
    told(ctx, `Site ${site.name} is changed`, answer);
  };
  return html`
    ${problemBox(form.problem)}
    <form class="filters" @submit=${save} @input=${editing(form.draft, ctx.update).input}>
      ${field({
        label: 'Kind',
        name: '/kind',
        type: 'select',
        value: form.draft.kind,
        options: KIND_OPTIONS,
        error: errors.at('/kind'),
      })}
      <button class="button" type="submit" ?disabled=${form.busy}>Save</button>
      <button
        class="button danger"
        type="button"
        ?disabled=${edges.length > 0}
        aria-describedby="why-not-deleted"
        @click=${() => remove(site, ctx)}
      >
        Delete site
      </button>
      <span id="why-not-deleted" class="muted">
        ${edges.length > 0 ? 'A site that has edges cannot be deleted: delete those first.' : ''}
      </span>
    </form>
  `;
}

async function remove(site, ctx) {
  const done = await ask(ctx, {
    title: `Delete site ${site.name}?`,
    text: 'It has no edges, so no traffic is touched.',
    confirm: 'Delete site',
    danger: true,
    done: `Site ${site.name} is deleted`,
    action: () => ctx.api.del(path`sites/${site.name}`),
  });
  if (done) ctx.navigate(hash(ctx.params, 'sites'));
}

function creation(ctx) {
  const form = (ctx.state.creation ??= { draft: { name: '', kind: 'EDGE' } });
  const errors = fieldErrors(form.problem);
  const create = async (event) => {
    event.preventDefault();
    const { name, kind } = form.draft;
    const answer = await submit(ctx, form, () =>
      ctx.api.put(path`sites/${name.trim()}`, compact({ kind }), {
        headers: { 'If-None-Match': '*' },
      }),
    );
    if (!answer) return;
    told(ctx, `Site ${name} is there`, answer);
    ctx.navigate(hash(ctx.params, 'sites', [name.trim()]));
  };
  return html`
    <form class="card form" aria-label="New site" @submit=${create} @input=${editing(form.draft, ctx.update).input}>
      <p class="muted">
        For a site together with its edge, take
        <a href=${hash(ctx.params, 'add-site')}>the three steps</a>.
      </p>
      ${problemBox(form.problem)}
      ${field({
        label: 'Name',
        name: '/name',
        value: form.draft.name,
        required: true,
        hint: 'Lower case letters, digits and hyphens. It cannot be changed later.',
        error: errors.at('/name'),
      })}
      ${field({
        label: 'Kind',
        name: '/kind',
        type: 'select',
        value: form.draft.kind,
        options: KIND_OPTIONS,
        error: errors.at('/kind'),
      })}
      <div class="form-actions">
        <button class="button primary" type="submit" ?disabled=${form.busy}>Create site</button>
        <a class="button" href=${hash(ctx.params, 'sites')}>Cancel</a>
      </div>
    </form>
  `;
}
