import { html, nothing } from '../lib.js';
import { shape } from './badge.js';

/** While something is fetched for the first time. */
export function loading(text = 'Loading …') {
  return html`<div class="loading" role="status"><span class="visually-hidden">${text}</span>
    <div class="bone w40"></div><div class="bone"></div><div class="bone"></div><div class="bone w70"></div></div>`;
}

/** What could not be had, with a way on. @param {() => void} [retry] */
export function failure(problem, retry) {
  const gone = problem.status === 404;
  const others = (problem.errors || []).filter((e) => e.message !== problem.detail);
  return html`<div class="state" role="alert">
    ${shape(gone ? 'unknown' : 'bad')}
    <h2>${gone ? 'There is no such thing here' : problem.status === 403 ? 'This is not for your role' : 'This cannot be shown'}</h2>
    <p>${problem.detail || problem.message}</p>
    ${problem.code ? html`<p class="muted"><code>${problem.code}</code></p>` : nothing}
    ${others.length ? html`<ul>${others.map((e) => html`<li>${e.message}</li>`)}</ul>` : nothing}
    ${retry ? html`<p><button type="button" class="button" @click=${retry}>Try again</button></p>` : nothing}
  </div>`;
}

/** Where there is nothing yet. @param {{title: string, text?: unknown, action?: unknown}} options */
export function emptyState({ title, text, action }) {
  return html`<div class="state empty"><h2>${title}</h2>${text ? html`<p>${text}</p>` : nothing}${action ? html`<p>${action}</p>` : nothing}</div>`;
}
