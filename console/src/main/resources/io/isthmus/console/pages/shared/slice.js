// Long tables are shown in part: a thousand rows are slow to draw, and nobody reads them.
import { html, nothing } from '../../lib.js';
import { count } from '../../kit/format.js';

const STEP = 100;

/** @param {(rows: object[]) => unknown} view of the rows that are shown */
export function slice(rows, ctx, view) {
  const most = ctx.state.most ?? STEP;
  const more = () => {
    ctx.state.most = most + STEP;
    ctx.update();
  };
  return html`
    ${view(rows.slice(0, most))}
    ${rows.length > most
      ? html`<p class="more">
          ${count(most)} of ${count(rows.length)} are shown.
          <button class="button" type="button" @click=${more}>Show more</button>
        </p>`
      : nothing}
  `;
}
