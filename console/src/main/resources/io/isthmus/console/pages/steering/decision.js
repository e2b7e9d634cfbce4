// "Why this path?": one decision, in words and with every number it was made by.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { ago, ms, time } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { causeBadge, causeText, inWords, STRATEGIES } from '../shared/causes.js';
import { hash } from '../shared/links.js';
import { progressBanner } from '../shared/progress.js';
import { legsView, pair } from '../shared/tunnels.js';
import { candidateTable } from './candidates.js';
import { chosen, decisionRows, withdrawDecision } from './rows.js';

export function decisionActions({ one }, ctx) {
  const { trafficClass, sourceEdge, destinationEdge } = one;
  const may = ctx.me.can('orchestrator');
  return html`
    <a class="button" href=${hash(ctx.params, 'steering', [], { tab: 'history', trafficClass, sourceEdge, destinationEdge })}>History of this pair</a>
    ${may && one.decidedBy === 'ORCHESTRATOR' && one.active
      ? html`<button type="button" class="button danger" @click=${() => withdrawDecision(one, ctx)}>Withdraw</button>` : nothing}
    ${may && one.decidedBy === 'EDGE' && one.active
      ? html`<a class="button" href=${hash(ctx.params, 'steering', ['new'], { trafficClass, sourceEdge, destinationEdge })}>Move it</a>` : nothing}`;
}

export function decisionView(data, ctx) {
  return html`${progressBanner(data.operation, 'steering', ctx)}
    ${data.one.decidedBy === 'EDGE' ? choiceView(data, ctx) : requestView(data, ctx)}`;
}

function choiceView({ one, before, declared }, ctx) {
  return html`
    ${section({
      title: `${one.trafficClass}, ${pair(one.sourceEdge, one.destinationEdge)}`,
      sub: html`${causeBadge(one.cause)} ${one.active ? badge('ok', 'In force') : badge('unknown', 'Over')}`,
      body: html`
        <div class="prose answer">${sentences(one, before, declared, ctx)}</div>
        ${facts([
          ['Decided by', html`<a href=${hash(ctx.params, 'edges', [one.sourceEdge])}>${one.sourceEdge}</a>, which measures and moves by itself`],
          ['When', html`<time datetime=${one.decidedAt}>${time(one.decidedAt)}</time> <span class="muted">${ago(one.decidedAt)}</span>`],
          ['Reaction', one.reactionMs ? html`${ms(one.reactionMs)} <span class="muted">from the first sign to the kernel's acknowledgement</span>` : 'with a new configuration'],
          ['Runs on', legsView(one.members, one.sourceEdge, ctx, one.destinationEdge)],
          ['Ran on before', before ? legsView(before.members, one.sourceEdge, ctx, one.destinationEdge) : undefined],
          ['Configuration', `revision ${one.revision}`],
          ['Class', html`<a href=${hash(ctx.params, 'classes', [one.trafficClass])}>${one.trafficClass}</a>`],
        ])}`,
    })}
    ${section({
      title: 'Every candidate, as the edge judged it',
      sub: `By the last second before the decision.${one.inputs.some((input) => input.score !== undefined) ? ' A lower score is better.' : ''}`,
      body: candidateTable(one, before, ctx),
    })}
    ${before ? section({
      title: 'The decision before', body: decisionRows([before], ctx, { caption: 'The decision before' }),
    }) : nothing}`;
}

/** The answer to the page's question. */
function sentences(one, before, declared, ctx) {
  const to = names(one.members);
  const from = before && names(before.members);
  const moved = one.members.length === 0 ? 'is dropped' : from && from !== to ? `moved from ${from} to ${to}` : from ? `stays on ${to}` : `runs on ${to}`;
  const strategy = declared?.steering.strategy;
  return html`
    <p class="lead"><strong>${one.trafficClass}</strong> from ${one.sourceEdge} to ${one.destinationEdge} ${moved}.</p>
    <p>${causeText(one.cause)} ${one.reason ? html`The edge says: <q>${inWords(one.reason)}</q>` : nothing}</p>
    ${one.followsDecision ? html`<p>It follows <a href=${hash(ctx.params, 'steering', [one.followsDecision])}>a request</a>.</p>` : nothing}
    ${strategy && one.cause !== 'REQUESTED' ? html`<p class="muted">The strategy of the class, as it is now, is to take ${STRATEGIES[strategy]}.</p>` : nothing}`;
}

const names = (members) => (members.length === 0 ? 'nothing'
  : members.map((leg) => `${leg.overlay} over ${leg.localWanLink}`).join(' and '));

function requestView({ one, followers, declared }, ctx) {
  const holds = one.hold === 'PIN'
    ? 'The class stays there: only a tunnel whose path is dead is left.'
    : 'These overlays rank first; an edge leaves them while the objective is broken there.';
  return html`
    ${section({
      title: `${one.trafficClass}, ${pair(one.sourceEdge, one.destinationEdge)}`,
      sub: html`${causeBadge(one.cause)} ${one.active ? badge('ok', 'In force') : badge('unknown', 'Over')}`,
      body: html`
        <div class="prose answer">
          <p class="lead">Somebody asked that <strong>${one.trafficClass}</strong> from ${one.sourceEdge ?? 'every edge'} to
            ${one.destinationEdge ?? 'every edge'}${one.direction === 'BOTH' ? ', and its answers,' : ''} take ${chosen({ overlays: one.overlays })}.</p>
          <p>${one.reason ? html`The reason given: <q>${one.reason}</q>` : 'No reason was given.'}</p>
          <p>${holds}${declared?.steering.mode === 'STATIC' ? ' The class is static: edges leave dead paths alone.' : ''}</p>
        </div>
        ${facts([
          ['Requested', html`<time datetime=${one.decidedAt}>${time(one.decidedAt)}</time> <span class="muted">${ago(one.decidedAt)}</span>`],
          ['Ends by itself', one.expiresAt ? html`${time(one.expiresAt)} <span class="muted">${ago(one.expiresAt)}</span>` : one.active ? 'no' : undefined],
          ['Ended', one.endedAt ? html`${time(one.endedAt)} <span class="muted">${ago(one.endedAt)}</span>` : undefined],
          ['Hold', one.hold === 'PIN' ? 'Pinned' : 'Preferred'],
          ['In force since revision', one.revision],
          ['Who asked', ctx.me.can('operator') ? html`<a href=${hash(ctx.params, 'audit', [], { subject: `steering-decisions/${one.id}` })}>the audit log says</a>` : undefined],
        ])}`,
    })}
    ${section({
      title: 'What the edges made of it',
      body: decisionRows(followers, ctx, { caption: 'Choices of edges that follow the request', empty: 'No edge has moved the class by it.' }),
    })}`;
}
