// Objectives in words.
import { html } from '../../lib.js';
import { duration, ms, pct, rate, unbroken } from '../../kit/format.js';
import { table } from '../../kit/table.js';
import { short } from '../shared/tunnels.js';

/** Fields of an objective, in the order of forms and tables. */
export const METRICS = [
  { key: 'oneWayDelayMs', label: 'One-way delay', unit: 'ms', show: ms, below: true },
  { key: 'rttMs', label: 'Round trip', unit: 'ms', show: ms, below: true },
  { key: 'jitterMs', label: 'Jitter', unit: 'ms', show: ms, below: true },
  { key: 'lossPct', label: 'Loss', unit: '%', show: pct, below: true },
  { key: 'rateBps', label: 'Free capacity', unit: 'bit/s', show: rate, below: false },
];

export function objectiveText(sla) {
  const parts = METRICS.filter(({ key }) => sla?.[key])
    .map(({ key, label, show, below }) => `${label.toLowerCase()} ${below ? '≤' : '≥'}\u00a0${unbroken(short(show(sla[key].enter)))}`);
  return parts.length ? parts.join(', ') : 'none: any tunnel whose path is up';
}

export function objectiveTable(sla) {
  const rows = METRICS.filter(({ key }) => sla?.[key]).map((metric) => ({ ...metric, ...sla[metric.key] }));
  return table({
    caption: 'Objective',
    columns: [
      { key: 'label', label: 'Metric' },
      { key: 'enter', label: 'Broken', cell: (row) => html`${row.below ? 'above' : 'below'} ${short(row.show(row.enter))} for ${short(duration(row.enterWindowMs))}` },
      { key: 'exit', label: 'Kept again', cell: (row) => html`${row.below ? 'at most' : 'at least'} ${short(row.show(row.exit))} for ${short(duration(row.exitWindowMs))}` },
    ],
    rows,
    empty: 'None: every tunnel whose path is up will do.',
  });
}
