// The page of a path: how it is now, how it was, and what came of it.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { chart } from '../../kit/chart.js';
import { loadCharts } from '../../kit/echarts.js';
import { ago, count, ms, pct, rate, time } from '../../kit/format.js';
import { facts, section, stat } from '../../kit/page.js';
import { emptyState } from '../../kit/states.js';
import { hash } from '../shared/links.js';
import { pathBadge } from '../shared/states.js';
import { jitter, oneWay, rtt } from '../shared/tunnels.js';
import { chartsOf } from './charts.js';
import { RANGES } from './ranges.js';
import { momentTables, numbersTable } from './tables.js';

const GROUP = 'path';
const NO_ONE_WAY = {
  CLOCKS_NOT_SYNCHRONISED: 'the clocks of the two edges do not allow it; objectives on it are judged by half the round trip',
  NOTHING_ANSWERED: 'no probe came back',
};

export function pathDetail(data, ctx) {
  const { path, points, span, moves, violations } = data;
  if (!path && points.length === 0) {
    return emptyState({ title: 'There is no such path', text: 'No overlay has a tunnel over these two links, and nothing was measured between them in this time.' });
  }
  return html`
    ${path ? now(path) : html`<p class="note warn">No overlay has a tunnel over it any more; what was measured is kept.</p>`}
    ${rangeBar(span, ctx)}
    ${points.length === 0 ? html`<p class="note">Nothing was measured in this time.</p>` : html`
      <div class="grid charts">${chartsOf(data).map((each) => html`<div class="span6">${section({
        title: each.title,
        sub: each.sub,
        body: html`${chart({ height: 230, label: each.summary, option: each.option, onClick: (event) => follow(event, ctx), onReady: connect })}
          ${each.beyond ? html`<p class="muted chart-note">${each.beyond}</p>` : nothing}`,
      })}</div>`)}</div>
      <p class="chart-legend muted">${violations.length ? html`<span><span class="key violation"></span> objective broken</span>` : nothing}
        ${moves.length ? html`<span><span class="key move"></span> a class came (▲) or left (▼), ${count(moves.length)} in this time: choose the mark, or the row below</span>` : nothing}</p>`}
    ${momentTables({ moves, violations }, ctx)}
    ${uses(data, ctx)}
    ${points.length ? numbersTable(data) : nothing}`;
}

function now({ quality, remoteQuality, local, remote, protection }) {
  return html`
    <div class="stats" aria-live="off">
      ${stat({ label: 'State', value: pathBadge(quality.state), badge: quality.stateSince ? html`<small class="muted">${quality.state === remoteQuality.state ? '' : html`${remote.edge} finds it ${pathBadge(remoteQuality.state)} · `}since ${time(quality.stateSince)}</small>` : undefined })}
      ${stat({ label: 'One way there', value: ms(oneWay(quality)) })}
      ${stat({ label: 'Round trip', value: ms(rtt(quality)) })}
      ${stat({ label: 'Jitter there', value: ms(jitter(quality)) })}
      ${stat({ label: 'Loss', value: pct(quality.lossPct) })}
      ${stat({ label: 'Link sends', value: rate(quality.linkTxBps) })}
      ${stat({ label: 'Link receives', value: rate(quality.linkRxBps) })}
    </div>
    ${quality.noOneWayDelayBecause ? html`<p class="note">There is no one-way delay: ${NO_ONE_WAY[quality.noOneWayDelayBecause] ?? quality.noOneWayDelayBecause}.</p>` : nothing}
    <p class="muted path-ends">${local.address ?? 'roaming'} (${local.transport}) to ${remote.address ?? 'roaming'} (${remote.transport}), ${
      protection === 'WIREGUARD' ? 'encrypted by WireGuard' : 'not encrypted'}. Means of a second, measured by ${local.edge}${quality.measuredAt ? `, ${ago(quality.measuredAt)}` : ''}.</p>`;
}

function rangeBar({ range, live, from, to }, ctx) {
  const link = (query) => hash(ctx.params, 'paths', ctx.params.path, query);
  const move = (by) => link({ range: range.id, to: new Date(to + by * range.length).toISOString() });
  return html`<div class="range-bar">
    <nav class="segmented" aria-label="How much is shown">${RANGES.map((each) => html`
      <a href=${link({ range: each.id, to: live ? undefined : new Date(to).toISOString() })} aria-current=${each.id === range.id ? 'true' : nothing}>${each.label}</a>`)}</nav>
    <div class="button-row">
      <a class="button small" href=${move(-1)}>← Earlier</a>
      ${live ? badge('ok', 'Up to now') : html`<span>${time(from)} – ${time(to)}</span>
        <a class="button small" href=${to + range.length > Date.now() ? link({ range: range.id }) : move(1)}>Later →</a>
        <a class="button small" href=${link({ range: range.id })}>Now</a>`}
    </div>
  </div>`;
}

function uses({ overlays, classes, carried }, ctx) {
  const links = (page, names) => (names.length === 0 ? 'none'
    : html`<ul class="inline-list">${names.map((name) => html`<li><a href=${hash(ctx.params, page, [name])}>${name}</a></li>`)}</ul>`);
  return section({
    title: 'What uses it',
    body: facts([
      ['Overlays with a tunnel over it', links('overlays', overlays)],
      ['Classes that may take it', links('classes', classes.map((each) => each.name))],
      ['Classes that it carries now, between these two edges', links('classes', carried.map((each) => each.trafficClass))],
    ]),
  });
}

/** A mark on a chart leads to the decision. */
function follow(event, ctx) {
  if (event.data?.decision) ctx.navigate(hash(ctx.params, 'steering', [event.data.decision]));
}

/** The charts share their pointer. */
function connect(instance) {
  instance.group = GROUP;
  loadCharts().then(({ echarts }) => echarts.connect(GROUP));
}
