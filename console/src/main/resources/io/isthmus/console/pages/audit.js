// Who did what, and what was refused. #/t/audit?actor=&action=&subject=&outcome=&from=&to=
import { html, nothing } from '../lib.js';
import { emptyState } from '../kit/states.js';
import { entries } from './audit/entries.js';
import { exportButtons } from './audit/export.js';
import { filterForm, filtersOf } from './audit/filters.js';
import { hash } from './shared/links.js';
import { pager } from './shared/pager.js';
import { scopeTabs } from './shared/scope.js';

const PER_PAGE = 50;

export default {
  id: 'audit',
  title: () => 'Audit log',

  async load({ api, params, signal }) {
    const all = params.query.get('scope') === 'all';
    const cursor = params.query.get('cursor') || undefined;
    const query = { ...filtersOf(params), limit: PER_PAGE, cursor };
    return { all, page: (await (all ? api.root : api).get('audit', { query, signal })).body };
  },

  view(data, ctx) {
    const { all } = data;
    return html`
      ${ctx.me.can('operator', '*')
        ? scopeTabs(ctx, 'audit', all ? 'all' : 'tenant')
        : nothing}
      ${filterForm(ctx)} ${exportButtons(all, ctx)}
      ${data.page.items.length === 0
        ? emptyState({
            title: 'Nothing found',
            text: 'No entry is as the filters want it.',
            action: html`<a class="button" href=${hash(ctx.params, 'audit', [], all ? { scope: 'all' } : {})}
              >Without filters</a
            >`,
          })
        : entries(data.page.items, all, ctx)}
      ${pager(ctx.params, 'audit', data.page.nextCursor)}
    `;
  },
};
