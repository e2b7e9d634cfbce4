// Add a site in three steps: what it is, how its edge joins, and whether it has.
// #/t/add-site?site=NAME, then …?edge=NAME, then …?edge=NAME&step=3
import { path } from '../api.js';
import { html, nothing } from '../lib.js';
import { declaration } from './add-site/declaration.js';
import { FORMATS, joining } from './add-site/joining.js';
import { arrival } from './add-site/arrival.js';

const STEPS = ['Site and edge', 'Token and start', 'It joins'];

export default {
  id: 'add-site',
  title: ({ query }) => (query.get('edge') ? `Edge ${query.get('edge')} joins` : 'Add a site'),
  refreshOn: ['io.isthmus.edge.', 'io.isthmus.operation.', 'io.isthmus.config.', 'io.isthmus.path.'],
  refreshEveryMs: 2000,

  async load({ api, me, params, state, signal }) {
    const edge = params.query.get('edge');
    if (!edge) return (state.declaring ??= await declaring(api, signal));
    if (params.query.get('step') === '3') return arriving(api, me, edge, signal);
    state.starting ??= await starting(api, edge, signal);
    return state.starting;
  },

  view(data, ctx) {
    return html`
      <ol class="steps" aria-label="Steps">
        ${STEPS.map(
          (label, index) => html`<li
            class=${index + 1 < data.step ? 'done' : ''}
            aria-current=${index + 1 === data.step ? 'step' : nothing}
          >
            <span class="step-number" aria-hidden="true">${index + 1 < data.step ? '✓' : index + 1}</span>
            ${label}<span class="visually-hidden">${index + 1 < data.step ? ', done' : ''}</span>
          </li>`,
        )}
      </ol>
      ${[declaration, joining, arrival][data.step - 1](data, ctx)}
    `;
  },
};

async function declaring(api, signal) {
  const [sites, overlays] = await Promise.all([
    api.all('sites', { signal }),
    api.all('overlays', { signal }),
  ]);
  return { step: 1, sites, overlays };
}

async function starting(api, edge, signal) {
  const [status, ...texts] = await Promise.all([
    api.get(path`edges/${edge}/status`, { signal }),
    ...FORMATS.map(({ id }) =>
      api.get(path`edges/${edge}/bootstrap`, {
        query: { format: id },
        headers: { Accept: 'text/plain, application/problem+json' },
        signal,
      }),
    ),
  ]);
  const snippets = Object.fromEntries(FORMATS.map(({ id }, index) => [id, texts[index].body]));
  return { step: 2, edge, status: status.body, snippets };
}

async function arriving(api, me, edge, signal) {
  const pending = me.can('operator')
    ? api.all('enrollment-requests', { query: { state: 'PENDING' }, signal })
    : [];
  const [status, tunnels, requests] = await Promise.all([
    api.get(path`edges/${edge}/status`, { signal }),
    api.all('tunnels', { query: { edge }, signal }),
    pending,
  ]);
  return {
    step: 3,
    edge,
    status: status.body,
    tunnels,
    requests: requests.filter((request) => request.edge === edge),
  };
}
