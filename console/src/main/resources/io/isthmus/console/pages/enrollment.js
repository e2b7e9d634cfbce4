// How edges join: who asks to, and by which tokens they may. #/t/enrollment, …/enrollment/tokens
import { html } from '../lib.js';
import { tabs } from '../kit/page.js';
import { hash } from './shared/links.js';
import { requestList } from './enrollment/requests.js';
import { tokenList } from './enrollment/tokens.js';

const TABS = [
  { id: 'requests', label: 'Requests' },
  { id: 'tokens', label: 'Tokens' },
];

export default {
  id: 'enrollment',
  title: () => 'Enrolment',
  refreshOn: ['io.isthmus.edge.', 'io.isthmus.intent.'],
  refreshEveryMs: 3000,

  async load({ api, params, signal }) {
    if (params.path[0] !== 'tokens') {
      const state = params.query.get('state');
      return { requests: await api.all('enrollment-requests', { query: state ? { state } : {}, signal }) };
    }
    const [tokens, edges, sites] = await Promise.all([
      api.all('enrollment-tokens', { signal }),
      api.all('edges', { signal }),
      api.all('sites', { signal }),
    ]);
    return { tokens, edges, sites };
  },

  view(data, ctx) {
    const here = data.tokens ? 'tokens' : 'requests';
    return html`
      ${tabs('Enrolment', TABS, here, (id) =>
        hash(ctx.params, 'enrollment', id === 'tokens' ? [id] : []),
      )}
      ${here === 'tokens' ? tokenList(data, ctx) : requestList(data.requests, ctx)}
    `;
  },
};
