// The charts of a path: delay, jitter and loss, with limits, violations and moves.
import { ms, pct } from '../../kit/format.js';
import { short } from '../shared/tunnels.js';
import { summaryOf } from './summary.js';

/** A limit so much above everything measured is told beside the chart, so that the lines stay readable. */
const MOST_ABOVE = 4;

/** Limits that are nearer than this part of the height have one label; a move that another is nearer to in time has none. */
const NEAR_IN_HEIGHT = 0.09;
const NEAR_IN_TIME = 0.4;

/** More moves than this are drawn so faint that the lines behind them can be read. */
const MANY_MOVES = 8;

const shown = {
  oneWay: {
    title: 'One-way delay', metric: 'ONE_WAY_DELAY_MS', field: 'oneWayDelayMs', show: ms, least: 1,
    lines: [
      ['There, mean', (p) => p.forwardDelayMs?.mean],
      ['Back, mean', (p) => p.backwardDelayMs?.mean],
      ['There, most', (p) => p.forwardDelayMs?.max],
    ],
  },
  rtt: {
    title: 'Round trip', metric: 'RTT_MS', field: 'rttMs', show: ms, least: 1,
    lines: [
      ['Median', (p) => p.rttMs?.p50],
      ['95th percentile', (p) => p.rttMs?.p95],
      ['99th percentile', (p) => p.rttMs?.percentile],
    ],
  },
  jitter: {
    title: 'Jitter', metric: 'JITTER_MS', field: 'jitterMs', show: ms, least: 1,
    lines: [['There', (p) => p.jitterForwardMs], ['Back', (p) => p.jitterBackwardMs]],
  },
  loss: {
    title: 'Loss', metric: 'LOSS_PCT', field: 'lossPct', show: pct, least: 1,
    lines: [['Either way', (p) => p.lossPct], ['There', (p) => p.lossForwardPct], ['Back', (p) => p.lossBackwardPct]],
  },
};

/** @returns {{title: string, sub?: string, summary: string, option: Function, beyond?: string}[]} */
export function chartsOf(data) {
  const oneWay = data.points.some((point) => point.forwardDelayMs);
  const kinds = [...(oneWay ? [shown.oneWay] : []), shown.rtt, shown.jitter, shown.loss];
  return kinds.map((kind) => one(kind, data));
}

function one(kind, { points, span, classes, violations, moves }) {
  const lines = kind.lines
    .map(([name, of]) => [name, points.map((point) => [Date.parse(point.at), of(point) ?? null])])
    .filter(([, values]) => values.some(([, value]) => value !== null));
  const most = Math.max(kind.least, ...lines.flatMap(([, values]) => values.map(([, value]) => value ?? 0)));
  const limits = limitsOf(kind, classes);
  const within = limits.filter((limit) => limit.value <= most * MOST_ABOVE);
  const beyond = limits.filter((limit) => limit.value > most * MOST_ABOVE);
  const scale = scaleTo(Math.max(most * 1.08, ...within.map((limit) => limit.value * 1.08)));
  const broken = violations.filter((each) => each.metric === kind.metric || each.metric === 'PATH_DOWN');
  return {
    title: kind.title,
    summary: `${kind.title}: ${summaryOf(lines, kind.show)}${broken.length ? `; ${broken.length} violations` : ''}. The numbers are in the table below.`,
    beyond: beyond.length ? `Limits above the chart: ${beyond.map((limit) => `${limit.names} ${short(kind.show(limit.value))}`).join(', ')}.` : undefined,
    option: (colors) => ({
      grid: { left: 8, right: 14, top: 34, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, data: lines.map(([name]) => name) },
      tooltip: { trigger: 'axis', valueFormatter: (value) => (value === null || value === undefined ? '–' : kind.show(value)), axisPointer: { type: 'line', lineStyle: { color: colors.muted } } },
      xAxis: { type: 'time', min: span.from, max: span.to, splitLine: { show: false } },
      yAxis: { type: 'value', min: 0, ...scale, axisLabel: { formatter: (value) => `${Number(value.toPrecision(3))} ${kind.show === pct ? '%' : 'ms'}` } },
      series: [
        ...lines.map(([name, values], i) => ({
          name, type: 'line', data: withGaps(values, span.range.step), showSymbol: false, connectNulls: false,
          lineStyle: { width: i === 0 ? 2 : 1.25, type: i === 2 ? 'dashed' : 'solid' }, emphasis: { disabled: true },
        })),
        marks(kind, { within, broken, moves, span, top: scale.max }, colors),
        came(moves, span, scale.max, colors),
      ],
    }),
  };
}

/** A series without data that carries what is marked. */
function marks(kind, { within, broken, moves, span, top }, colors) {
  return {
    name: 'Marks', type: 'line', data: [[span.from, null]], tooltip: { show: false },
    markLine: {
      symbol: ['none', 'none'], animation: false,
      data: [
        ...grouped(within, (limit) => limit.value, NEAR_IN_HEIGHT * top).flatMap((group) =>
          group.map((limit) => ({
            yAxis: limit.value, lineStyle: { color: colors.warn, type: 'dashed', width: 1.2 }, silent: true,
            label: {
              show: limit === group.at(-1), position: limit.value > 0.85 * top ? 'insideStartBottom' : 'insideStartTop', color: colors.warn, fontSize: 11, backgroundColor: colors.surface, padding: [1, 3],
              formatter: group.map(({ names, value }) => `${names} ${short(kind.show(value))}`).join('; '),
            },
          })),
        ),
        ...moves.map((move) => ({
          xAxis: Date.parse(move.decidedAt), silent: true, label: { show: false },
          lineStyle: { color: colors.accent, type: 'solid', width: moves.length > MANY_MOVES ? 0.75 : 1.25, opacity: moves.length > MANY_MOVES ? 0.35 : 1 },
        })),
      ],
    },
    markArea: {
      silent: true, animation: false,
      itemStyle: { color: colors.bad, opacity: 0.14 },
      data: broken.map((each) => [
        { xAxis: Math.max(span.from, Date.parse(each.beganAt)) },
        { xAxis: Math.min(span.to, each.endedAt ? Date.parse(each.endedAt) : span.to) },
      ]),
    },
  };
}

/** What can be chosen of the moves: a class that came points up, one that left down. */
function came(moves, span, top, colors) {
  const at = (move) => Date.parse(move.decidedAt);
  const late = (move) => at(move) > span.from + 0.6 * (span.to - span.from);
  return {
    name: 'Moves', type: 'scatter', tooltip: { show: false }, itemStyle: { color: colors.accent }, z: 5,
    data: grouped(moves, at, NEAR_IN_TIME * (span.to - span.from)).flatMap((group) =>
      group.map((move) => ({
        value: [at(move), top], decision: move.id, symbol: 'triangle', symbolRotate: move.arrived ? 0 : 180, symbolSize: moves.length > MANY_MOVES ? 9 : 13,
        label: { show: group.length === 1, position: late(move) ? 'left' : 'right', color: colors.accent, fontSize: 11, formatter: `${move.trafficClass} ${move.arrived ? 'came' : 'left'}` },
      })),
    ),
  };
}

/** In order, those together that lie within a distance of the first of them. */
function grouped(items, of, distance) {
  const groups = [];
  for (const item of [...items].sort((a, b) => of(a) - of(b))) {
    const group = groups.at(-1);
    if (group && of(item) - of(group[0]) < distance) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Up to a round number in round steps. */
function scaleTo(most) {
  const rough = most / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const interval = unit * [1, 2, 2.5, 5, 10].find((factor) => factor * unit >= rough);
  return { max: Math.ceil(most / interval) * interval, interval };
}

/** Limits of the classes that may take the path; those at one value share a line. */
function limitsOf({ field }, classes) {
  const byValue = new Map();
  for (const { name, sla } of classes) {
    const value = sla?.[field]?.enter;
    if (value !== undefined) byValue.set(value, [...(byValue.get(value) ?? []), name]);
  }
  return [...byValue].sort(([a], [b]) => a - b).map(([value, names]) => ({ value, names: names.join(', ') }));
}

/** A line breaks where nothing was measured. */
function withGaps(values, stepSeconds) {
  const longest = stepSeconds * 2500;
  const all = [];
  values.forEach(([at, value], i) => {
    if (i > 0 && at - values[i - 1][0] > longest) all.push([values[i - 1][0] + stepSeconds * 1000, null]);
    all.push([at, value]);
  });
  return all;
}
