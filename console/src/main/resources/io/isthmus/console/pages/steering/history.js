// Who moved what, when and why.
import { html, nothing } from '../../lib.js';
import { CAUSES } from '../shared/causes.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { pager } from '../shared/pager.js';
import { placeFilters } from './now.js';
import { decisionRows } from './rows.js';

const causes = Object.entries(CAUSES).map(([value, [, label]]) => ({ value, label }));

export function historyView({ page, classes, edges }, ctx) {
  const at = ctx.params.query.get('at');
  return html`
    ${filterBar(ctx, 'steering', [
      ...placeFilters(classes, edges),
      { name: 'cause', label: 'Cause', type: 'select', options: anyOf('Any cause', causes) },
      { name: 'decidedBy', label: 'Who', type: 'select', options: anyOf('Anybody', [
        { value: 'EDGE', label: 'the edges' }, { value: 'ORCHESTRATOR', label: 'requests' }]) },
      ...(at ? [] : [
        { name: 'from', label: 'Decided from', type: 'datetime-local', step: 1 },
        { name: 'to', label: 'Decided before', type: 'datetime-local', step: 1 },
      ]),
      { name: 'at', label: 'In force at', type: 'datetime-local', step: 1 },
    ])}
    ${at ? html`<p class="note">What was in force at ${new Date(at).toLocaleString()}: the requests, and for each class and pair of edges the choice of the edge.</p>` : nothing}
    ${decisionRows(page.items, ctx, {
      caption: at ? 'Decisions in force at that moment' : 'Steering decisions, the newest first',
      empty: 'No decision fits.',
    })}
    ${pager(ctx.params, 'steering', page.nextCursor)}`;
}
