/** Where each class runs right now, and whether its objective is kept there. */
import { html, nothing } from '../../lib.js';
import { badge, tag } from '../../kit/badge.js';
import { ago, count, moment, words } from '../../kit/format.js';
import { emptyState } from '../../kit/states.js';

const MOVES_SHOWN = 3;

/**
 * @typedef {{name: string, state: 'ok'|'bad'|'unknown', word: string, runs: [string, number][], pairs: number, broken: number,
 *   moves: {from: string, to: string, on: string, since: string, cause: string, reason: string}[]}} Carried
 */

/** @returns {Carried[]} */
export function carried(classes, carriages, violations) {
  const key = (v) => [v.trafficClass, v.sourceEdge, v.destinationEdge, v.overlay, v.localWanLink, v.remoteEdge, v.remoteWanLink, v.protection].join(' ');
  const broken = new Set(violations.map(key));
  const byClass = new Map(classes.map((each) => [each.name, []]));
  for (const carriage of carriages) {
    if (!byClass.has(carriage.trafficClass)) byClass.set(carriage.trafficClass, []);
    byClass.get(carriage.trafficClass).push(carriage);
  }
  return [...byClass].map(([name, some]) => {
    const breaks = (carriage) => carriage.effective.legs.length === 0 || carriage.effective.legs.some((leg) => broken.has(key({ ...carriage, ...leg })));
    const known = some.filter((carriage) => carriage.effective);
    const bad = known.filter(breaks).length;
    const runs = new Map();
    for (const carriage of some) {
      const overlays = carriage.effective ? [...new Set(carriage.effective.legs.map((leg) => leg.overlay))].sort() : carriage.overlays;
      const on = overlays.join(' + ') || 'dropped';
      runs.set(on, (runs.get(on) || 0) + 1);
    }
    return {
      name, pairs: some.length, broken: bad, runs: [...runs].sort((a, b) => b[1] - a[1]),
      state: bad ? 'bad' : known.length ? 'ok' : 'unknown',
      word: bad ? `broken on ${bad}` : known.length ? 'kept' : 'not told yet',
      moves: known.filter(moved).map((carriage) => ({
        from: carriage.sourceEdge, to: carriage.destinationEdge, since: carriage.effective.since, cause: carriage.effective.cause, reason: carriage.effective.reason,
        on: carriage.effective.legs.map((leg) => leg.overlay).join(' + ') || 'nothing',
      })).sort((a, b) => (a.since < b.since ? 1 : -1)),
    };
  });
}

/** Whether the edge has left what was planned. */
function moved({ overlays, effective }) {
  const now = [...new Set(effective.legs.map((leg) => leg.overlay))].sort().join();
  return now !== [...overlays].sort().join();
}

/** @param {Carried[]} all */
export function carriedList(all, ctx) {
  if (all.length === 0) {
    return emptyState({ title: 'No traffic classes yet', text: 'Everything travels as one. Declare a class to give some traffic an objective.' });
  }
  return html`<ul class="carried">${all.map((each) => html`
    <li>
      <p class="carried-head"><a href=${each.name === 'unclassified' ? ctx.href('classes') : ctx.href('classes', [each.name])}>${each.name}</a>${badge(each.state, each.word)}</p>
      <p class="carried-runs">${each.runs.length === 0 ? html`<span class="muted">No two edges are joined.</span>`
        : each.runs.map(([on, pairs]) => html`<span>${on === 'dropped' ? badge('bad', 'dropped') : tag(on)} <small class="muted">${count(pairs)} ${pairs === 1 ? 'direction' : 'directions'}</small></span>`)}</p>
      ${each.moves.length ? html`<ul class="carried-moves" aria-label=${`Where ${each.name} has left its plan`}>${each.moves.slice(0, MOVES_SHOWN).map((move) => html`
        <li title=${move.reason}><a href=${ctx.href('steering', [], { trafficClass: each.name, sourceEdge: move.from })}>${move.from} → ${move.to}</a> on <strong>${move.on}</strong>
          <small class="muted">${words(move.cause)}, <time datetime=${moment(move.since)}>${ago(move.since)}</time></small></li>`)}</ul>
        ${each.moves.length > MOVES_SHOWN ? html`<p class="muted"><small>and ${count(each.moves.length - MOVES_SHOWN)} more moved</small></p>` : nothing}` : nothing}
    </li>`)}</ul>`;
}
