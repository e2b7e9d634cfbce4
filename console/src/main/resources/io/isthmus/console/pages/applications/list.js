// All applications, in the order in which flows are compared with them.
import { html } from '../../lib.js';
import { table } from '../../kit/table.js';
import { emptyState } from '../../kit/states.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { hash } from '../shared/links.js';
import { slice } from '../shared/slice.js';
import { matchText } from './match.js';

export function applicationList({ applications, classes }, ctx) {
  if (applications.length === 0 && !ctx.params.query.get('trafficClass')) {
    return emptyState({
      title: 'No application yet',
      text: 'An application says by protocol, ports and prefixes which flows are in a traffic class. What none matches travels as the default class.',
      action: ctx.me.can('orchestrator')
        ? html`<a class="button primary" href=${hash(ctx.params, 'applications', [], { new: 1 })}>New application</a>` : undefined,
    });
  }
  const inOrder = [...applications].sort((a, b) => a.priority - b.priority || a.name.localeCompare(b.name));
  return html`
    ${filterBar(ctx, 'applications', [{
      name: 'trafficClass', label: 'Traffic class', type: 'select', options: anyOf('All', classes.map((each) => each.name)),
    }])}
    ${slice(inOrder, ctx, (rows) => table({
      caption: 'Applications, in the order in which flows are compared with them',
      columns: [
        { key: 'name', label: 'Application' },
        { key: 'trafficClass', label: 'Class', cell: (row) => html`<a href=${hash(ctx.params, 'classes', [row.trafficClass])}>${row.trafficClass}</a>` },
        { key: 'priority', label: 'Priority', numeric: true },
        { key: 'matches', label: 'Flows', wide: true, cell: (row) => matches(row) },
      ],
      rows,
      rowHref: (row) => hash(ctx.params, 'applications', [row.name]),
      empty: 'No application is in this class.',
    }))}`;
}

const MOST_SHOWN = 3;

function matches(application) {
  const more = application.matches.length - MOST_SHOWN;
  return html`<ul class="plain-list">${application.matches.slice(0, MOST_SHOWN).map((match) => html`<li>${matchText(match)}</li>`)}
    ${more > 0 ? html`<li class="muted">and ${more} more</li>` : ''}</ul>`;
}
