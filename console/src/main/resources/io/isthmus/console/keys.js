/** Shortcuts for those who prefer the keyboard. None works while one types. */
import { html } from './lib.js';
import { open } from './kit/dialog.js';

const LONGEST_BETWEEN_MS = 1200;

/** After `g`. */
const places = { o: 'overview', s: 'sites', e: 'edges', v: 'overlays', t: 'tunnels', p: 'paths', c: 'classes', a: 'applications', w: 'steering', l: 'sla', r: 'operations', n: 'events' };

/** @param {{go: (page: string) => void, has: (page: string) => boolean, label: (page: string) => string, toggleTheme: () => void}} options */
export function listen({ go, has, label, toggleTheme }) {
  let goAt = 0;
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.('input, select, textarea, [contenteditable], dialog[open]')) return;
    const page = places[event.key];
    if (Date.now() - goAt < LONGEST_BETWEEN_MS && page && has(page)) {
      goAt = 0;
      event.preventDefault();
      go(page);
    } else if (event.key === 'g') {
      goAt = Date.now();
    } else if (event.key === '/') {
      const search = document.querySelector('#main input[type="search"]');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === '?') {
      help({ has, label });
    } else if (event.key === 'D' && event.shiftKey) {
      toggleTheme();
    }
  });
}

/** Shows which shortcuts there are. */
export function help({ has, label }) {
  const rows = Object.entries(places).filter(([, page]) => has(page));
  return open(() => html`<dl class="shortcuts">
    ${rows.map(([key, page]) => html`<dt><kbd>g</kbd> <kbd>${key}</kbd></dt><dd>${label(page)}</dd>`)}
    <dt><kbd>/</kbd></dt><dd>To the page's search</dd>
    <dt><kbd>Shift</kbd> <kbd>D</kbd></dt><dd>Light or dark</dd>
    <dt><kbd>?</kbd></dt><dd>This list</dd>
  </dl>`, { title: 'Keyboard shortcuts', size: 'small' });
}
