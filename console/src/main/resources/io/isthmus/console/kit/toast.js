import { html, nothing, render, repeat } from '../lib.js';
import { shape } from './badge.js';

const SHOWN_MS = 6000;
const MOST = 4;
let toasts = [];
let lastId = 0;

/** Says something in passing. @param {{kind?: 'ok'|'info'|'warn'|'bad', href?: string, link?: string}} options */
export function toast(text, { kind = 'info', href, link = 'Show' } = {}) {
  const id = ++lastId;
  toasts = [...toasts, { id, text, kind, href, link }].slice(-MOST);
  paint();
  setTimeout(() => dismiss(id), kind === 'bad' ? SHOWN_MS * 2 : SHOWN_MS);
}

function dismiss(id) {
  toasts = toasts.filter((t) => t.id !== id);
  paint();
}

function paint() {
  let host = document.getElementById('toasts');
  if (!host) {
    host = document.createElement('div');
    host.id = 'toasts';
    host.setAttribute('role', 'status');
    host.setAttribute('aria-live', 'polite');
    document.body.append(host);
  }
  render(html`${repeat(toasts, (t) => t.id, (t) => html`
    <div class="toast ${t.kind}">${shape(t.kind)}<span>${t.text}</span>
      ${t.href ? html`<a href=${t.href}>${t.link}</a>` : nothing}
      <button type="button" class="button quiet small" aria-label="Dismiss" @click=${() => dismiss(t.id)}>✕</button>
    </div>`)}`, host);
}
