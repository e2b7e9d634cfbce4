import { html, nothing, render } from '../lib.js';
import { problemBox } from './form.js';

/**
 * Opens a dialog and gives what it is closed with; undefined when it is dismissed (Escape).
 *
 * @param {(handle: {close: (result?: any) => void, update: () => void}) => unknown} view
 * @param {{title: string, size?: 'small'|'medium'|'large'}} options
 * @returns {Promise<any>}
 */
export function open(view, { title, size = 'medium' } = { title: '' }) {
  const element = document.createElement('dialog');
  element.className = `dialog ${size}`;
  element.setAttribute('aria-labelledby', 'dialog-title');
  const opener = document.activeElement;
  document.body.append(element);
  return new Promise((resolve) => {
    let result;
    const handle = {
      close(value) {
        result = value;
        element.close();
      },
      update() {
        if (element.isConnected) paint();
      },
    };
    const paint = () => render(html`
      <header><h2 id="dialog-title">${title}</h2>
        <button type="button" class="button quiet icon-only" aria-label="Close" @click=${() => element.close()}>✕</button>
      </header>
      <div class="dialog-body">${view(handle)}</div>`, element);
    element.addEventListener('close', () => {
      render(nothing, element);
      element.remove();
      opener?.focus?.();
      resolve(result);
    });
    paint();
    element.showModal();
    (element.querySelector('[autofocus]') || element.querySelector('.dialog-body input, .dialog-body select, .dialog-body textarea')
      || element.querySelector('.dialog-body button.primary, .dialog-body button.danger') || element).focus();
  });
}

/**
 * Asks before something is done, does it, and shows what came in its way.
 *
 * @param {{title: string, text: unknown, confirm?: string, danger?: boolean, typed?: string,
 *   action?: () => Promise<unknown>}} options `typed`: what has to be typed in first
 * @returns {Promise<boolean>} whether it was done
 */
export async function confirm({ title, text, confirm: label = 'Confirm', danger, typed, action }) {
  const state = { busy: false, problem: null, typed: '' };
  const done = await open(({ close, update }) => {
    const go = async (event) => {
      event.preventDefault();
      state.busy = true;
      update();
      try {
        const result = action ? await action() : true;
        close(result ?? true);
      } catch (e) {
        state.problem = e;
        state.busy = false;
        update();
      }
    };
    return html`<form @submit=${go}>
      <div class="prose">${typeof text === 'string' ? html`<p>${text}</p>` : text}</div>
      ${typed ? html`<div class="field"><label for="confirm-typed">Type <code>${typed}</code> to confirm</label>
        <input id="confirm-typed" autocomplete="off" spellcheck="false"
          @input=${(e) => { state.typed = e.target.value; update(); }}></div>` : nothing}
      ${problemBox(state.problem)}
      <footer>
        <button type="button" class="button" @click=${() => close(false)}>Cancel</button>
        <button class="button ${danger ? 'danger' : 'primary'}" ?disabled=${state.busy || (typed && state.typed !== typed)}>
          ${state.busy ? 'One moment …' : label}</button>
      </footer>
    </form>`;
  }, { title, size: 'small' });
  return Boolean(done);
}
