// How well each class kept its objective, by day.
import { html, nothing } from '../../lib.js';
import { chart } from '../../kit/chart.js';
import { badge } from '../../kit/badge.js';
import { count, duration } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { emptyState } from '../../kit/states.js';
import { table } from '../../kit/table.js';
import { STRATEGY_NAMES } from '../shared/causes.js';
import { anyOf, filterBar } from '../shared/filters.js';
import { hash } from '../shared/links.js';

export const DAYS = [7, 30, 90];
const GOOD = 99.9;
const FAIR = 99;
const LEGEND_ROW = 24;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'arrow'];

/** Three digits, and never 100 for what is less. */
export const compliance = (pct) => (pct === undefined ? '–' : pct === 100 ? '100 %' : `${Math.min(pct, 99.999).toFixed(pct >= 99 ? 3 : 2)} %`);

const judged = (pct) => (pct === undefined ? badge('unknown', 'Not measured')
  : badge(pct >= GOOD ? 'ok' : pct >= FAIR ? 'warn' : 'bad', compliance(pct)));

export function complianceView({ rows, classes, days }, ctx) {
  const measured = rows.filter((row) => row.compliancePct !== undefined);
  const filter = filterBar(ctx, 'sla', [
    { name: 'trafficClass', label: 'Traffic class', type: 'select', options: anyOf('All', classes) },
    { name: 'days', label: 'How far back', type: 'select', options: DAYS.map((each) => ({ value: each === DAYS[0] ? '' : String(each), label: `${each} days` })) },
  ]);
  if (rows.length === 0) {
    return html`${filter}${emptyState({ title: 'Nothing was measured in these days', text: 'Compliance is counted for classes with an objective, as soon as edges report.' })}`;
  }
  return html`${filter}
    ${section({
      title: `Share of the time in which the objective was kept, last ${days} days`,
      sub: 'Over everything that carried the class between all edges; days are those of UTC.',
      body: chart({ height: 300, label: summary(measured), option: (colors, width) => option(measured, colors, width) }),
    })}
    ${section({ title: 'By class', body: classTable(byClass(rows), ctx) })}
    ${section({ title: 'By day', body: dayTable(rows, ctx) })}`;
}

function option(rows, colors, width) {
  const days = [...new Set(rows.map((row) => row.day))].sort();
  const names = [...new Set(rows.map((row) => row.trafficClass))];
  const least = Math.min(...rows.map((row) => row.compliancePct));
  const floor = [99.9, 99.5, 99, 98, 95, 90, 75, 50].find((each) => least >= each) ?? 0;
  return {
    grid: { left: 8, right: 16, top: 20 + LEGEND_ROW * legendRows(names, width), bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, icon: undefined, itemWidth: 18, itemHeight: 9 },
    tooltip: { trigger: 'axis', valueFormatter: compliance },
    xAxis: { type: 'category', data: days, boundaryGap: true },
    yAxis: { type: 'value', min: floor, max: 100, axisLabel: { formatter: (value) => `${Number(value.toFixed(3))} %` } },
    series: names.map((name, i) => ({
      name, type: 'line', symbol: SYMBOLS[i % SYMBOLS.length], symbolSize: 8, emphasis: { focus: 'series' },
      data: days.map((day) => rows.find((row) => row.day === day && row.trafficClass === name)?.compliancePct ?? null),
      ...(i === 0 ? { markLine: { silent: true, symbol: 'none', data: [{ yAxis: GOOD }], lineStyle: { color: colors.muted, type: 'dashed' },
        label: { formatter: `${GOOD} %`, color: colors.muted, position: 'insideEndBottom' } } } : {}),
    })),
  };
}

/** How many rows of names the legend takes: the chart begins below them. */
function legendRows(names, width) {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const needed = 36 + 7 * name.length;
    if (used > 0 && used + needed > width) {
      rows++;
      used = 0;
    }
    used += needed;
  }
  return rows;
}

function summary(rows) {
  return `Compliance: ${byClass(rows).map((each) => `${each.trafficClass} ${compliance(each.compliancePct)}`).join(', ')}. The numbers are in the tables below.`;
}

/** Sums over the days that are shown. */
function byClass(rows) {
  const sums = new Map();
  for (const row of rows) {
    const sum = sums.get(row.trafficClass) ?? { trafficClass: row.trafficClass, measuredMs: 0, violatedMs: 0, shadowMs: 0, moves: 0 };
    sum.measuredMs += row.measuredMs;
    sum.violatedMs += row.violatedMs;
    if (row.shadow) {
      sum.strategy = row.shadow.strategy ?? sum.strategy;
      sum.shadowMs += row.shadow.violatedMs;
      sum.moves += row.shadow.moves;
      sum.watched = true;
    }
    sums.set(row.trafficClass, sum);
  }
  return [...sums.values()].map((sum) => ({ ...sum, compliancePct: sum.measuredMs ? 100 * (1 - sum.violatedMs / sum.measuredMs) : undefined }));
}

function classTable(rows, ctx) {
  const watched = rows.some((row) => row.watched);
  return table({
    caption: 'Compliance by class',
    columns: [
      { key: 'trafficClass', label: 'Class' },
      { key: 'compliance', label: 'Kept', cell: (row) => judged(row.compliancePct) },
      { key: 'violatedMs', label: 'Broken for', numeric: true, cell: (row) => duration(row.violatedMs) },
      { key: 'measuredMs', label: 'Measured', numeric: true, cell: (row) => duration(row.measuredMs) },
      ...(watched ? [{ key: 'shadow', label: 'Watched strategy', cell: (row) => (row.watched
        ? html`${STRATEGY_NAMES[row.strategy] ?? 'an earlier one'}: ${compliance(row.measuredMs ? 100 * (1 - row.shadowMs / row.measuredMs) : undefined)}, ${count(row.moves)} moves` : '–') }] : []),
    ],
    rows,
    rowHref: (row) => hash(ctx.params, 'classes', [row.trafficClass]),
  });
}

function dayTable(rows, ctx) {
  const names = [...new Set(rows.map((row) => row.trafficClass))];
  const days = [...new Set(rows.map((row) => row.day))].sort().reverse();
  return table({
    caption: 'Compliance by day and class',
    columns: [
      { key: 'day', label: 'Day (UTC)', cell: (row) => html`<span class="nowrap">${row.day}</span>` },
      ...names.map((name) => ({ key: name, label: name, numeric: true, cell: (row) => dayCell(row.of.get(name), ctx) })),
    ],
    rows: days.map((day) => ({ day, of: new Map(rows.filter((row) => row.day === day).map((row) => [row.trafficClass, row])) })),
  });
}

function dayCell(row, ctx) {
  if (!row || row.compliancePct === undefined) return html`<span class="muted">–</span>`;
  const day = { from: `${row.day}T00:00:00Z`, to: new Date(Date.parse(`${row.day}T00:00:00Z`) + 86_400_000).toISOString() };
  return html`${compliance(row.compliancePct)}${row.violatedMs > 0
    ? html`<br><a href=${hash(ctx.params, 'sla', [], { trafficClass: row.trafficClass, ...day })}><small>broken ${duration(row.violatedMs)}<span class="visually-hidden">: violations of ${row.trafficClass} on ${row.day}</span></small></a>` : nothing}`;
}
