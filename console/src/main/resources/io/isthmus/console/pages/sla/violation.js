// One violation: what broke, where, for how long, and what the edge made of it.
import { html } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { ago, duration, time } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { hash, pathHash } from '../shared/links.js';
import { decisionRows } from '../steering/rows.js';
import { breach, pair, pathKey, tunnelLink } from '../shared/tunnels.js';

const AROUND_MS = 60_000;

export function violationView({ one, answer }, ctx) {
  const end = Math.min(Date.now(), Date.parse(one.endedAt ?? new Date().toISOString()) + AROUND_MS);
  const chart = `${pathHash(ctx.params, pathKey(one.sourceEdge, one))}?${new URLSearchParams({
    range: one.durationMs > 4 * AROUND_MS ? '1h' : '5m', ...(one.open ? {} : { to: new Date(end).toISOString() }) })}`;
  return html`
    ${section({
      title: `${one.trafficClass}, ${pair(one.sourceEdge, one.destinationEdge)}`,
      sub: one.open ? badge('bad', 'Open') : badge('unknown', 'Over'),
      actions: html`<a class="button" href=${chart}>On the chart</a>`,
      body: html`
        <div class="prose answer"><p class="lead">${breach(one)}, for ${duration(one.durationMs)}${one.open ? ' so far' : ''}.</p>
          <p>${one.carrying ? 'The tunnel carried the class when it began.' : 'The tunnel did not carry the class: no flow of it was hurt.'}</p></div>
        ${facts([
          ['Class', html`<a href=${hash(ctx.params, 'classes', [one.trafficClass])}>${one.trafficClass}</a>`],
          ['Tunnel', tunnelLink(one, one.sourceEdge, ctx, one.destinationEdge)],
          ['Judged by', html`<a href=${hash(ctx.params, 'edges', [one.sourceEdge])}>${one.sourceEdge}</a>`],
          ['Began', html`${time(one.beganAt)} <span class="muted">${ago(one.beganAt)}</span>`],
          ['Ended', one.endedAt ? html`${time(one.endedAt)} <span class="muted">${ago(one.endedAt)}</span>` : 'not yet'],
        ])}`,
    })}
    ${section({
      title: 'What the edge did',
      sub: 'Its decisions for this class and pair of edges within a minute.',
      body: decisionRows(answer, ctx, {
        caption: 'Decisions around the begin of the violation',
        empty: one.carrying ? 'It moved nothing: no other tunnel was better, or the class is held where it is.' : 'It had nothing to move.',
      }),
    })}`;
}
