// Why an edge refused what it should carry.
import { html } from '../../lib.js';

/** @param {{resource: string, code: string, message: string}[]} errors */
export function refusals(errors) {
  if (!errors?.length) return '–';
  return html`<ul class="refusals">
    ${errors.map(
      (error) => html`<li>
        <code>${error.resource || 'configuration'}</code> ${error.message}
        <span class="muted">(${error.code})</span>
      </li>`,
    )}
  </ul>`;
}
