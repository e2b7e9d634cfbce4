// Edges. #/t/edges?site=&state=, …/edges/NAME?tab=links|plan|history|edit
import { path } from '../api.js';
import { html } from '../lib.js';
import { tabs } from '../kit/page.js';
import { edgeForm } from './edges/form.js';
import { history } from './edges/history.js';
import { links } from './edges/links.js';
import { addButton, list } from './edges/list.js';
import { planTab } from './edges/plan.js';
import { state } from './edges/state.js';
import { hash } from './shared/links.js';
import { nodes } from './shared/nodes.js';

const TABS = [
  { id: 'state', label: 'State' },
  { id: 'links', label: 'Links' },
  { id: 'plan', label: 'Configuration' },
  { id: 'history', label: 'History' },
  { id: 'edit', label: 'Edit', needs: 'orchestrator' },
];
const VIEWS = { state, links, plan: planTab, history, edit: edgeForm };
const LATEST_OPERATIONS = 25;

export default {
  id: 'edges',
  title: ({ path: [name] }) => (name ? `Edge ${name}` : 'Edges'),
  refreshOn: [
    'io.isthmus.edge.',
    'io.isthmus.config.',
    'io.isthmus.drift.',
    'io.isthmus.operation.',
    'io.isthmus.intent.',
  ],
  refreshEveryMs: 4000,

  back: ({ tenant, path: [name] }) =>
    name ? { href: hash({ tenant }, 'edges'), label: 'Edges' } : undefined,

  async load({ api, params, me, signal }) {
    const [name] = params.path;
    if (!name) return { sites: await nodes(api, signal) };
    const tab = tabOf(params, me);
    const [one, status, operations, more] = await Promise.all([
      api.get(path`edges/${name}`, { signal }),
      api.get(path`edges/${name}/status`, { signal }),
      api.get('operations', { query: { edge: name, limit: LATEST_OPERATIONS }, signal }),
      ofTab(tab, name, api, signal),
    ]);
    return { tab, one, status: status.body, operations: operations.body, ...more };
  },

  view(data, ctx) {
    if (!data.one) return list(data.sites, ctx);
    const name = data.one.body.name;
    return html`
      ${tabs(`Edge ${name}`, shownTo(ctx.me), data.tab, (id) =>
        hash(ctx.params, 'edges', [name], id === 'state' ? {} : { tab: id }),
      )}
      ${VIEWS[data.tab](data, ctx)}
    `;
  },

  actions: (data, ctx) => (data.sites && !data.one ? addButton(ctx) : ''),
};

const shownTo = (me) => TABS.filter((tab) => !tab.needs || me.can(tab.needs));

function tabOf(params, me) {
  const asked = params.query.get('tab');
  return shownTo(me).some((tab) => tab.id === asked) ? asked : 'state';
}

/** What only one of the tabs shows. */
async function ofTab(tab, name, api, signal) {
  switch (tab) {
    case 'plan':
      return { plan: await api.all(path`edges/${name}/plan`, { signal }) };
    case 'edit':
      return { sites: await api.all('sites', { signal }) };
    case 'state': {
      const [paths, overlays] = await Promise.all([
        api.all('paths', { query: { edge: name }, signal }),
        api.all('overlays', { query: { edge: name }, signal }),
      ]);
      return { paths, overlays };
    }
    default:
      return {};
  }
}
