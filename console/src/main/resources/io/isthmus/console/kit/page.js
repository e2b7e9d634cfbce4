import { html, nothing } from '../lib.js';

/** A part of a page with a head of its own. */
export function section({ title, sub, actions, body, id, level = 2 }) {
  return html`<section class="card" aria-label=${title} id=${id || nothing}>
    <header class="card-head">
      <div>${level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}${sub ? html`<p class="sub">${sub}</p>` : nothing}</div>
      ${actions ? html`<div class="actions">${actions}</div>` : nothing}
    </header>
    <div class="card-body">${body}</div>
  </section>`;
}

/** A number that matters, with what it is. @param {{label: string, value: unknown, of?: unknown, badge?: unknown, href?: string}} options */
export function stat({ label, value, of, badge, href }) {
  const body = html`<span class="stat-label">${label}</span>
    <span class="stat-value">${value}${of !== undefined ? html`<small> / ${of}</small>` : nothing}</span>
    ${badge ? html`<span class="stat-badge">${badge}</span>` : nothing}`;
  return href ? html`<a class="stat" href=${href}>${body}</a>` : html`<div class="stat">${body}</div>`;
}

/** Names and values. @param {[string, unknown][]} pairs */
export function facts(pairs) {
  return html`<dl class="facts">${pairs
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Parts of a page of which one is shown. @param {{id: string, label: string}[]} tabs @param {(id: string) => string} href */
export function tabs(label, tabs, active, href) {
  return html`<nav class="tabs" aria-label=${label}>${tabs.map((tab) => html`
    <a href=${href(tab.id)} aria-current=${tab.id === active ? 'page' : nothing}>${tab.label}</a>`)}</nav>`;
}
