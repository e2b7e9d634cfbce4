import { html, svg } from '../lib.js';

/**
 * Health as a shape, a colour and a word, so that none of them is needed to tell it.
 * @typedef {'ok'|'warn'|'bad'|'unknown'|'info'} Kind
 */
const shapes = {
  ok: svg`<circle cx="6" cy="6" r="5" class="fill"/><path d="M3.6 6.2 5.3 7.9 8.5 4.4" class="mark"/>`,
  warn: svg`<path d="M6 .9 11.6 11H.4Z" class="fill"/><path d="M6 4.4v3M6 9v.4" class="mark"/>`,
  bad: svg`<path d="M3.6.7h4.8l2.9 2.9v4.8l-2.9 2.9H3.6L.7 8.4V3.6Z" class="fill"/><path d="m4.2 4.2 3.6 3.6m0-3.6L4.2 7.8" class="mark"/>`,
  unknown: svg`<circle cx="6" cy="6" r="4.7" class="line"/><path d="M4.7 4.9c.2-1.7 2.9-1.4 2.5.2-.2.7-1.2.8-1.2 1.7m0 1.4v.3" class="stroke"/>`,
  info: svg`<rect x="1.2" y="1.2" width="9.6" height="9.6" rx="2" class="fill"/><path d="M6 5.4v3M6 3.4v.4" class="mark"/>`,
};

/** The shape alone; decoration beside a word. @param {Kind} kind */
export function shape(kind) {
  return html`<svg class="shape ${kind}" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${shapes[kind] || shapes.unknown}</svg>`;
}

/** @param {Kind} kind @param {unknown} text the word that says the same */
export function badge(kind, text) {
  return html`<span class="badge ${kind}">${shape(kind)}<span>${text}</span></span>`;
}

/** A neutral label, for what is neither good nor bad. */
export function tag(text) {
  return html`<span class="tag">${text}</span>`;
}
