/** ECharts, loaded when the first chart is shown, and our colours for it. */
import { color, onChange } from '../theme.js';

let loaded = null;
let known = null;
onChange(() => {
  known = null;
});

/**
 * @typedef {{text: string, muted: string, line: string, surface: string, accent: string, ok: string,
 *   raised: string, warn: string, bad: string, unknown: string, series: string[]}} Colors
 */

/** @returns {Colors} */
export function colors() {
  known ||= {
    text: color('--text'), muted: color('--muted'), line: color('--line'), surface: color('--surface'),
    raised: color('--raised'), accent: color('--accent'), ok: color('--ok'), warn: color('--warn'),
    bad: color('--bad'), unknown: color('--unknown'),
    series: [1, 2, 3, 4, 5, 6].map((i) => color(`--series-${i}`)),
  };
  return known;
}

export function loadCharts() {
  loaded ||= import('../lib/echarts/echarts.esm.min.js').then((echarts) => ({
    init: (element) => echarts.init(element, null, { renderer: 'canvas' }),
    themed,
    echarts,
  }));
  return loaded;
}

/** Fills in what all our charts share. The tooltip is drawn on the canvas: HTML would bring inline styles. */
function themed(option, width) {
  const c = colors();
  const given = typeof option === 'function' ? option(c, width) : option;
  const font = getComputedStyle(document.body).fontFamily;
  return {
    color: c.series,
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches && (given.animation ?? false),
    ...given,
    textStyle: { color: c.text, fontFamily: font, fontSize: 12 },
    tooltip: {
      renderMode: 'richText', confine: true, backgroundColor: c.raised, borderColor: c.line, borderWidth: 1,
      textStyle: { color: c.text, fontSize: 12, fontFamily: font },
      ...(given.tooltip || {}),
    },
    ...(given.legend ? { legend: { textStyle: { color: c.muted }, icon: 'roundRect', itemWidth: 12, itemHeight: 4, ...given.legend } } : {}),
    ...(given.xAxis ? { xAxis: axes(given.xAxis, c) } : {}),
    ...(given.yAxis ? { yAxis: axes(given.yAxis, c) } : {}),
  };
}

function axes(axis, c) {
  const one = (a) => ({
    ...a,
    axisLine: { lineStyle: { color: c.line }, ...a.axisLine },
    axisTick: { lineStyle: { color: c.line }, ...a.axisTick },
    axisLabel: { color: c.muted, hideOverlap: true, ...a.axisLabel },
    splitLine: { lineStyle: { color: c.line, opacity: 0.6 }, ...a.splitLine },
    nameTextStyle: { color: c.muted, ...a.nameTextStyle },
  });
  return Array.isArray(axis) ? axis.map(one) : one(axis);
}
