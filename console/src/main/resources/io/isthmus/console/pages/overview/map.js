/** The topology map: sites by ECharts' scatter, what joins them by its lines. */
import { html, nothing, svg } from '../../lib.js';
import { shape } from '../../kit/badge.js';
import { chart } from '../../kit/chart.js';
import { count, words } from '../../kit/format.js';
import { HEALTH, WORST_FIRST } from './network.js';

const FEW_SITES = 40;
const MANY_LINKS = 400;
/** Part of the map that is in sight, in per cent, below which all that fits is labelled. */
const LABELLED_BELOW = 35;
const SYMBOLS = { CLOUD: 'roundRect', EDGE: 'circle', FAR_EDGE: 'triangle' };
const LINES = {
  up: { type: 'solid', width: 2 }, partial: { type: [8, 4], width: 2.5 },
  down: { type: [2, 4], width: 3 }, unknown: { type: [1, 5], width: 1.5 },
};

/**
 * @param {{sites: object[], links: object[]}} net placed, see layout.js
 * @param {object} ctx
 */
export function map(net, ctx) {
  const { state } = ctx;
  if (state.drawn !== net) {
    state.drawn = net;
    state.option = (colors) => option(net, colors, state);
  }
  const few = net.sites.length <= FEW_SITES;
  return html`
    <div class="map">
      ${chart({
        option: state.option,
        height: narrow() ? 320 : few ? 400 : 560,
        label: summary(net),
        onClick: ({ data, seriesType }) => open(data, seriesType, ctx),
        onReady: (instance) => ready(instance, net, state),
      })}
      <div class="map-tools" role="group" aria-label="Size of the map">
        <button type="button" class="button icon-only" aria-label="Larger" title="Larger (also Ctrl and the wheel)" @click=${() => zoom(state, 0.6)}>+</button>
        <button type="button" class="button icon-only" aria-label="Smaller" title="Smaller" @click=${() => zoom(state, 1 / 0.6)}>−</button>
        <button type="button" class="button icon-only" aria-label="All of it" title="All of it" @click=${() => zoom(state, Infinity)}>⤢</button>
      </div>
    </div>
    ${legend(net)}`;
}

/** What a label of a small map may take, and the map leaves for it at its sides. */
const labelWidth = () => (narrow() ? 112 : 168);
const narrow = () => matchMedia('(max-width: 700px)').matches;

/** What is to be seen, in words. */
export function summary({ sites, links }) {
  const of = WORST_FIRST.map((health) => [health, links.filter((link) => link.health === health).length])
    .filter(([, number]) => number > 0)
    .map(([health, number]) => `${count(number)} ${HEALTH[health].word}`);
  return `Map of ${count(sites.length)} sites and ${count(links.length)} links between them${of.length ? `: ${of.join(', ')}` : ''}. The table has the same.`;
}

function option(net, colors, state) {
  const few = net.sites.length <= FEW_SITES;
  const position = new Map(net.sites.map((site) => [site.name, [site.x, site.y]]));
  const axis = { min: -1.06, max: 1.06, show: false, type: 'value' };
  const zoomed = state.zoom || { x: [0, 100], y: [0, 100] };
  const inside = (index, [start, end]) => ({
    type: 'inside', [`${index}AxisIndex`]: 0, filterMode: 'none', start, end, minSpan: 4,
    zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, preventDefaultMouseMove: false,
  });
  return {
    animation: false,
    grid: few ? { left: labelWidth() / 2 + 4, right: labelWidth() / 2 + 4, top: 44, bottom: 38 } : { left: 24, right: 24, top: 20, bottom: 20 },
    xAxis: axis,
    yAxis: axis,
    dataZoom: [inside('x', zoomed.x), inside('y', zoomed.y)],
    tooltip: { trigger: 'item', formatter: ({ data, seriesType }) => tip(data, seriesType) },
    series: [...lines(net, position, colors, few), ...nodes(net, colors, few, zoomed)],
  };
}

/** A series for each health, so that the colour is never alone: each has its own dashes. */
function lines(net, position, colors, few) {
  return [...WORST_FIRST].reverse().map((health, z) => {
    const some = net.links.filter((link) => link.health === health);
    const thin = net.links.length > MANY_LINKS && (health === 'up' || health === 'unknown');
    return {
      id: `links-${health}`, type: 'lines', coordinateSystem: 'cartesian2d', z: 2 + z, silent: false,
      large: some.length > MANY_LINKS, largeThreshold: 0,
      lineStyle: {
        // Thousands of dashed lines take a second to draw; what is wrong keeps its dashes.
        color: lineColor(colors, health), type: thin ? 'solid' : LINES[health].type,
        width: thin ? 0.6 : LINES[health].width, opacity: thin ? 0.3 : 0.95,
      },
      emphasis: { lineStyle: { width: LINES[health].width + 1.5, opacity: 1 } },
      label: { show: few && net.links.length <= 30, position: 'middle', distance: 6, color: colors.text, fontSize: 11, formatter: ({ data }) => `${data.link.up + data.link.degraded}/${data.link.total} up` },
      data: some.map((link) => ({ coords: [position.get(link.from), position.get(link.to)], link })),
    };
  });
}

const lineColor = (colors, health) => ({ up: colors.ok, partial: colors.warn, down: colors.bad, unknown: colors.unknown })[health];

function nodes(net, colors, few, zoomed) {
  const clouds = net.sites.filter((site) => site.kind === 'CLOUD').length;
  const size = few ? { CLOUD: 30, EDGE: 24, FAR_EDGE: 24 } : { CLOUD: clouds > 16 ? 9 : 16, EDGE: 6, FAR_EDGE: 7 };
  const scale = !few && narrow() ? 0.6 : 1;
  const near = zoomed.x[1] - zoomed.x[0] < LABELLED_BELOW;
  return [{
    id: 'sites', type: 'scatter', z: 10,
    labelLayout: { hideOverlap: true },
    label: { show: false, position: 'bottom', distance: 6, color: colors.text, fontSize: 12, textBorderColor: colors.surface, textBorderWidth: 3, width: labelWidth(), overflow: 'truncate', formatter: ({ data }) => data.site.name },
    emphasis: { label: { show: true } },
    data: net.sites.map((site) => ({
      value: [site.x, site.y], site,
      symbol: SYMBOLS[site.kind] || 'circle', symbolSize: (size[site.kind] || 6) * scale,
      // Away from the middle, where the lines go.
      label: { show: few || near || (site.kind === 'CLOUD' && clouds <= 16), position: few && site.y > 0.3 ? 'top' : 'bottom' },
      itemStyle: nodeStyle(site.health, colors, few),
    })),
  }];
}

/** Away is hollow, so that it is told without the colour. */
function nodeStyle(health, colors, few) {
  const color = { up: colors.accent, partial: colors.warn, down: colors.bad, unknown: colors.unknown }[health];
  const hollow = health === 'down' || health === 'unknown';
  return { opacity: 1, color: hollow ? colors.surface : color, borderColor: hollow ? color : colors.surface, borderWidth: few ? 2.5 : hollow ? 1.5 : 0.5, borderType: health === 'unknown' ? 'dashed' : 'solid' };
}

function tip(data, seriesType) {
  if (seriesType === 'lines') {
    const { link } = data;
    const parts = ['up', 'degraded', 'down', 'unknown'].filter((part) => link[part]).map((part) => `${link[part]} ${part}`);
    return `${link.from} – ${link.to}\nTunnels: ${parts.join(', ')}`;
  }
  const { site } = data;
  const edges = site.edges.slice(0, 6).map((edge) => `${edge.edge}: ${words(edge.connection)}, ${words(edge.configState)}`);
  return [`${site.name} (${words(site.kind)})`, ...edges, site.edges.length > 6 ? `and ${site.edges.length - 6} more` : '', `Links to ${site.links} sites`].filter(Boolean).join('\n');
}

function open(data, seriesType, ctx) {
  if (seriesType === 'lines') ctx.navigate(ctx.href('tunnels', [], { edge: data.link.edges[0] }));
  else if (data.site.edges.length === 1) ctx.navigate(ctx.href('edges', [data.site.edges[0].edge]));
  else ctx.navigate(ctx.href('sites', [data.site.name]));
}

function ready(instance, net, state) {
  state.chart = instance;
  instance.on('datazoom', () => {
    const [x, y] = instance.getOption().dataZoom;
    const wasNear = state.zoom && state.zoom.x[1] - state.zoom.x[0] < LABELLED_BELOW;
    state.zoom = { x: [x.start, x.end], y: [y.start, y.end] };
    const near = x.end - x.start < LABELLED_BELOW;
    if (near !== Boolean(wasNear) && net.sites.length > FEW_SITES) state.redraw?.();
  });
}

/** By a factor around the middle of what is in sight. */
function zoom(state, factor) {
  const now = state.zoom || { x: [0, 100], y: [0, 100] };
  const scaled = ([start, end]) => {
    const half = Math.min(50, Math.max(2, ((end - start) * factor) / 2));
    const middle = Math.min(100 - half, Math.max(half, (start + end) / 2));
    return [middle - half, middle + half];
  };
  const next = { x: scaled(now.x), y: scaled(now.y) };
  state.chart?.dispatchAction({ type: 'dataZoom', batch: [
    { dataZoomIndex: 0, start: next.x[0], end: next.x[1] }, { dataZoomIndex: 1, start: next.y[0], end: next.y[1] }] });
}

function legend(net) {
  const dashes = { up: nothing, partial: '8 4', down: '2 4', unknown: net.links.length > MANY_LINKS ? nothing : '1 5' };
  const links = WORST_FIRST.map((health) => [health, net.links.filter((link) => link.health === health).length]).filter(([, number]) => number > 0);
  const kinds = ['CLOUD', 'EDGE', 'FAR_EDGE'].filter((kind) => net.sites.some((site) => site.kind === kind));
  const drawings = { CLOUD: svg`<rect x="2" y="2" width="10" height="10" rx="2.5"/>`, EDGE: svg`<circle cx="7" cy="7" r="5"/>`, FAR_EDGE: svg`<path d="M7 1.5 13 12H1Z"/>` };
  return html`<ul class="map-legend" aria-label="Legend">
    ${kinds.map((kind) => html`<li><svg viewBox="0 0 14 14" width="14" height="14" class="legend-site" aria-hidden="true">${drawings[kind]}</svg>${words(kind)}</li>`)}
    ${net.sites.some((site) => site.health === 'down') ? html`<li><svg viewBox="0 0 14 14" width="14" height="14" class="legend-away" aria-hidden="true"><circle cx="7" cy="7" r="5"/></svg>not connected (hollow)</li>` : nothing}
    ${links.map(([health, number]) => html`<li>${shape(HEALTH[health].badge)}
      <svg viewBox="0 0 28 6" width="28" height="6" class="legend-line ${HEALTH[health].badge}" aria-hidden="true"><path d="M0 3h28" stroke-dasharray=${dashes[health]}/></svg>
      ${HEALTH[health].meaning} (${count(number)})</li>`)}
  </ul>`;
}
