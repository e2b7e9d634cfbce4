/** What happened in the last hour, the newest first. */
import { html } from '../../lib.js';
import { shape } from '../../kit/badge.js';
import { moment, time, unbroken } from '../../kit/format.js';
import { kindOf, sentence } from '../events/words.js';

const HOUR_MS = 3_600_000;
const SHOWN = 12;

export const lastHour = (events) => events.filter((event) => Date.now() - new Date(event.time).getTime() < HOUR_MS);

export function happened(events, more, ctx) {
  const recent = lastHour(events);
  if (recent.length === 0) return html`<p class="muted">Nothing in the last hour. <a href=${ctx.href('events')}>All events</a></p>`;
  return html`<ol class="happened">${recent.slice(0, SHOWN).map((event) => html`
    <li>${shape(kindOf(event))}<time datetime=${moment(event.time)}>${time(event.time)}</time><span>${unbroken(sentence(event))}</span></li>`)}</ol>
    <p class="and-more"><a href=${ctx.href('events')}>${recent.length > SHOWN ? `All ${more ? 'of more than ' : ''}${recent.length} events of the last hour` : 'All events'}</a></p>`;
}
