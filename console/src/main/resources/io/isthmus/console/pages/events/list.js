// The log of events: filters, a line for each, and its details.
import { html, nothing, repeat } from '../../lib.js';
import { shape } from '../../kit/badge.js';
import { ago, count, time, unbroken } from '../../kit/format.js';
import { copyButton } from '../../kit/copy.js';
import { facts } from '../../kit/page.js';
import { emptyState } from '../../kit/states.js';
import { anyOf } from '../shared/filters.js';
import { field } from '../../kit/form.js';
import { hash } from '../shared/links.js';
import { details, kindOf, KINDS, sentence } from './words.js';

export function eventList(feed, ctx, fetched) {
  const { query } = ctx.params;
  const set = (name, value) => ctx.navigate(hash(ctx.params, 'events', [], { ...Object.fromEntries(query), [name]: value }));
  const type = query.get('type') ?? '';
  const find = (ctx.state.find ?? query.get('find') ?? '').toLowerCase();
  const shown = feed.events.filter((event) => fits(event, type, find));
  return html`
    <form class="filters" role="search" aria-label="Filters" @submit=${(e) => { e.preventDefault(); set('find', find); }}>
      ${field({ label: 'About', name: 'events-type', type: 'select', value: type, options: anyOf('Everything', KINDS), onchange: (value) => set('type', value) })}
      ${field({ label: 'Contains', name: 'events-find', type: 'search', value: ctx.state.find ?? query.get('find') ?? '', placeholder: 'edge, class, id …',
        oninput: (value) => { ctx.state.find = value; ctx.update(); } })}
      ${type || find ? html`<a class="button" href=${hash(ctx.params, 'events')} @click=${() => { ctx.state.find = ''; }}>Clear</a>` : nothing}
      <p class="muted filter-count" role="status">${ctx.state.paused ? 'Paused. ' : ''}${count(shown.length)} of ${count(feed.events.length)} shown</p>
    </form>
    ${feed.events.length === 0 ? emptyState({ title: 'Nothing has happened yet', text: 'Changes, reroutes, violations and edges that come and go are told here.' })
      : shown.length === 0 ? html`<p class="empty-line card">No event of those that are here fits.</p>`
        : html`<ol class="events card" aria-label="Events, the newest first">${repeat(shown, (event) => event.id, (event) => line(event, ctx))}</ol>`}
    ${feed.cut ? html`<p class="muted">The oldest were put away. Load the page again to see them.</p>`
      : feed.older ? html`<p class="more"><button type="button" class="button" ?disabled=${ctx.state.fetching} @click=${() => older(feed, ctx, fetched)}>
          ${ctx.state.fetching ? 'One moment …' : 'Load older events'}</button></p>` : nothing}`;
}

function fits(event, type, find) {
  return (!type || event.type.startsWith(`io.isthmus.${type}.`)) && (!find || JSON.stringify(event).toLowerCase().includes(find));
}

function line(event, ctx) {
  const open = ctx.state.open?.has(event.id);
  const toggle = (e) => {
    ctx.state.open ??= new Set();
    if (e.target.open) ctx.state.open.add(event.id);
    else ctx.state.open.delete(event.id);
    if (e.target.open !== Boolean(open)) ctx.update();
  };
  return html`<li><details ?open=${open} @toggle=${toggle}>
    <summary>${shape(kindOf(event))}<time datetime=${event.time} title=${ago(event.time)}>${time(event.time)}</time>
      <span class="event-text">${unbroken(sentence(event))}</span><code class="event-type">${event.type.replace('io.isthmus.', '')}</code></summary>
    ${open ? body(event, ctx) : nothing}</details></li>`;
}

function body(event, ctx) {
  const json = JSON.stringify(event, null, 2);
  return html`<div class="event-body">
    ${facts([['Event', event.id], ['When', `${time(event.time)} (${event.time})`], ['About', event.subject], ...details(event, ctx)])}
    <div class="event-json"><pre class="block" tabindex="0" role="region" aria-label=${`Event ${event.id} as JSON`}><code>${json}</code></pre>${copyButton(json, 'Copy JSON')}</div>
  </div>`;
}

async function older(feed, ctx, fetched) {
  ctx.state.fetching = true;
  ctx.update();
  try {
    const { body: page } = await ctx.api.get('events', { query: { order: 'NEWEST_FIRST', limit: fetched, cursor: feed.older } });
    feed.events.push(...page.items);
    feed.older = page.nextCursor;
  } catch (problem) {
    ctx.toast(problem.detail ?? problem.message, { kind: 'bad' });
  } finally {
    ctx.state.fetching = false;
    ctx.update();
  }
}
