// All classes, with where each runs and whether it keeps its objective.
import { html, nothing } from '../../lib.js';
import { badge, tag } from '../../kit/badge.js';
import { count } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { emptyState } from '../../kit/states.js';
import { STRATEGY_NAMES } from '../shared/causes.js';
import { hash } from '../shared/links.js';
import { objectiveText } from './objective.js';

export function classList(rows, ctx) {
  if (rows.length === 0) {
    return emptyState({
      title: 'No traffic class yet',
      text: 'A class says what some traffic needs and which overlays may carry it. Applications are put into classes.',
      action: ctx.me.can('orchestrator')
        ? html`<a class="button primary" href=${hash(ctx.params, 'classes', [], { new: 1 })}>New traffic class</a>` : undefined,
    });
  }
  return table({
    caption: 'Traffic classes',
    columns: [
      { key: 'name', label: 'Class', cell: (row) => html`${row.name}` },
      { key: 'keeps', label: 'Objective now', cell: keeps },
      { key: 'runs', label: 'Runs on', cell: runsOn },
      { key: 'objective', label: 'Objective', wide: true, cell: (row) => objectiveText(row.sla) },
      { key: 'strategy', label: 'Strategy', cell: (row) => html`${STRATEGY_NAMES[row.steering.strategy]}${
        row.steering.mode === 'STATIC' ? html` ${tag('static')}` : nothing}` },
      { key: 'role', label: 'Role', cell: (row) => (row.role === 'DEFAULT' ? tag('default class') : '–') },
    ],
    rows,
    rowHref: (row) => hash(ctx.params, 'classes', [row.name]),
  });
}

/** The worst of what its pairs of edges find, and how many find it. */
export function keeps({ pairs, more }) {
  const of = `${count(pairs.length)}${more ? '+' : ''}`;
  const broken = pairs.filter((each) => each.verdict === 'BROKEN').length;
  const unknown = pairs.filter((each) => each.verdict === 'UNKNOWN').length;
  if (pairs.length === 0) return badge('unknown', 'No pair of edges');
  if (broken) return badge('bad', `Broken on ${count(broken)} of ${of}`);
  if (unknown) return badge('unknown', `Unknown on ${count(unknown)} of ${of}`);
  return badge('ok', `Kept on all ${of}`);
}

/** Overlays, and from how many edges to how many each carries the class. */
function runsOn({ pairs }) {
  const carried = new Map();
  for (const { effective } of pairs) {
    const names = effective ? [...new Set(effective.legs.map((leg) => leg.overlay))] : [];
    for (const name of effective && names.length === 0 ? ['dropped'] : names) {
      carried.set(name, (carried.get(name) ?? 0) + 1);
    }
  }
  if (carried.size === 0) return html`<span class="muted">not told yet</span>`;
  return html`<ul class="plain-list">${[...carried].sort().map(([name, pairsOn]) => html`
    <li>${name} <span class="muted">${count(pairsOn)} ${pairsOn === 1 ? 'direction' : 'directions'}</span></li>`)}</ul>`;
}
