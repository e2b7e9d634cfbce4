// Entries of the audit log, each with what it changed.
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { count, time } from '../../kit/format.js';
import { diffTable } from '../shared/diff.js';
import { hash } from '../shared/links.js';

/** Kinds of subjects that have a page. */
const PAGES = {
  sites: 'sites',
  edges: 'edges',
  overlays: 'overlays',
  'traffic-classes': 'classes',
  applications: 'applications',
  webhooks: 'webhooks',
};

export function entries(items, all, ctx) {
  return html`<ol class="log" aria-label="Entries, newest first">
    ${items.map((entry) => html`<li class="card">${one(entry, all, ctx)}</li>`)}
  </ol>`;
}

function one(entry, all, ctx) {
  return html`
    <div class="log-head">
      <time datetime=${entry.time}>${time(entry.time)}</time>
      ${entry.outcome === 'REFUSED' ? badge('bad', 'Refused') : badge('ok', 'Done')}
      <strong>${entry.action}</strong>
      <span class="log-subject">${subject(entry, ctx.params)}</span>
      ${entry.count > 1 ? html`<span class="muted">${count(entry.count)} times</span>` : nothing}
    </div>
    <p class="log-who">
      by ${who(entry.actor)} ${all ? html`in ${entry.tenant ?? 'no tenant'}` : nothing}
      ${entry.revision ? html`· revision ${entry.revision}` : nothing}
      ${entry.reason ? html`· <span>${entry.reason}</span>` : nothing}
    </p>
    ${entry.before || entry.after ? change(entry) : nothing}
  `;
}

function subject(entry, params) {
  const [kind, name] = (entry.subject ?? '').split('/');
  const mine = entry.tenant === params.tenant;
  return mine && name && PAGES[kind]
    ? html`<a href=${hash(params, PAGES[kind], [name])}>${entry.subject}</a>`
    : html`<code>${entry.subject}</code>`;
}

const KINDS = {
  USER: 'user',
  TOKEN: 'token',
  EDGE: 'edge',
  SYSTEM: 'the controller',
  UNKNOWN: 'somebody unknown',
};

function who(actor) {
  const name = actor.name ? html`<strong>${actor.name}</strong>` : nothing;
  const from = actor.remoteAddress ? html`<span class="muted">from ${actor.remoteAddress}</span>` : nothing;
  return html`${KINDS[actor.kind] ?? actor.kind} ${name} ${from}`;
}

function change(entry) {
  const kind = entry.before && entry.after ? 'What changed' : entry.after ? 'What was made' : 'What went';
  return html`<details>
    <summary>${kind}</summary>
    ${diffTable(entry.before, entry.after, `${kind}: ${entry.subject}, entry ${entry.id}`)}
  </details>`;
}
