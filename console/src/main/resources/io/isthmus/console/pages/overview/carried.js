/** Where each class runs right now, and whether its objective is kept there. */
import { html, nothing } from '../../lib.js';
import { badge, tag } from '../../kit/badge.js';
import { ago, count, moment, words } from '../../kit/format.js';
import { emptyState } from '../../kit/states.js';

const RUNS_SHOWN = 6;

/**
 * @typedef {{name: string, state: 'ok'|'bad'|'unknown', word: string, runs: [string, number][], moved: number,
 *   moves: {from: string, to: string, on: string, since: string, cause: string, reason: string}[]}} Carried
 */

/** What topology/classes says of a class. @returns {Carried} */
export function carried({ trafficClass, directions, told, broken, moved, carriers, newestMoves }) {
  return {
    name: trafficClass,
    state: broken ? 'bad' : told ? 'ok' : 'unknown',
    word: broken ? `broken on ${count(broken)}` : !told ? 'not told yet' : told < directions ? 'kept where told' : 'kept',
    runs: carriers.map((carrier) => [carrier.overlays.join(' + ') || 'dropped', carrier.directions]),
    moved,
    moves: newestMoves.map((move) => ({
      from: move.sourceEdge, to: move.destinationEdge, since: move.since, cause: move.cause, reason: move.reason,
      on: move.overlays.join(' + ') || 'nothing',
    })),
  };
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
        : each.runs.slice(0, RUNS_SHOWN).map(([on, pairs]) => html`<span>${on === 'dropped' ? badge('bad', 'dropped') : tag(on)} <small class="muted">${count(pairs)} ${pairs === 1 ? 'direction' : 'directions'}</small></span>`)}${
          each.runs.length > RUNS_SHOWN ? html`<small class="muted">and ${count(each.runs.length - RUNS_SHOWN)} more overlays</small>` : nothing}</p>
      ${each.moves.length ? html`<ul class="carried-moves" aria-label=${`Where ${each.name} has left its plan`}>${each.moves.map((move) => html`
        <li title=${move.reason}><a href=${ctx.href('steering', [], { trafficClass: each.name, sourceEdge: move.from })}>${move.from} → ${move.to}</a> on <strong>${move.on}</strong>
          <small class="muted">${words(move.cause)}, <time datetime=${moment(move.since)}>${ago(move.since)}</time></small></li>`)}</ul>
        ${each.moved > each.moves.length ? html`<p class="muted"><small>and ${count(each.moved - each.moves.length)} more moved</small></p>` : nothing}` : nothing}
    </li>`)}</ul>`;
}
