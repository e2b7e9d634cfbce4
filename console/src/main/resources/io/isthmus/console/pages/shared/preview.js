// A change is seen before it is made: first its plan, then the button that makes it.
import { html, nothing } from '../../lib.js';
import { submit } from './act.js';
import { planView } from './plan.js';

/**
 * The end of a form.
 *
 * @param {{busy?: boolean, preview?: object}} form its state; what is typed puts `preview` to null
 * @param {{plan: () => Promise<object>, apply: () => Promise<void>, label: string, cancel: string}} steps
 */
export function preview(ctx, form, { plan, apply, label, cancel }) {
  const look = async (event) => {
    event.preventDefault();
    const { form: shown } = event.currentTarget;
    if (!shown.reportValidity()) return;
    form.preview = await submit(ctx, form, plan);
    ctx.update();
    if (!form.preview) return;
    // The button that was pressed is another one now, and would take the focus with it.
    requestAnimationFrame(() => shown.querySelector('.form-actions .primary')?.focus());
  };
  return html`
    ${form.preview ? planView(form.preview) : nothing}
    <div class="form-actions">
      ${form.preview?.changed
        ? html`<button class="button primary" type="button" ?disabled=${form.busy} @click=${apply}>
            ${form.busy ? 'One moment …' : label}
          </button>`
        : html`<button class="button primary" type="submit" ?disabled=${form.busy} @click=${look}>
            ${form.busy ? 'One moment …' : 'See what it changes'}
          </button>`}
      <a class="button" href=${cancel}>Cancel</a>
    </div>
  `;
}
