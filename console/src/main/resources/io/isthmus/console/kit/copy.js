import { html } from '../lib.js';
import { toast } from './toast.js';

/** Copies a text. @param {string} text @param {string} label what it is, for the button's name */
export function copyButton(text, label = 'Copy') {
  return html`<button type="button" class="button small" @click=${(e) => copy(text, label, e.currentTarget)}>
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" class="icon"><path d="M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8Z"/></svg>
    <span>${label}</span></button>`;
}

async function copy(text, label, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    byHand(text, button);
  }
  toast(`Copied: ${label.replace(/^copy /i, '')}`, { kind: 'ok' });
}

/** Where the page is served in clear, browsers have no clipboard to write to but this one. */
function byHand(text, button) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  (button.closest('dialog') || document.body).append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  button.focus();
}

/** A text to be copied, such as a command. */
export function snippet(text, label) {
  return html`<div class="snippet"><pre tabindex="0"><code>${text}</code></pre>${copyButton(text, label)}</div>`;
}
