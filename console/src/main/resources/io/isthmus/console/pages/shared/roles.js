// What a role forbids is not offered, also to who comes by an address.
import { html } from '../../lib.js';

/** @param {() => unknown} view for those who have the role */
export const forRole = (role, ctx, view) =>
  ctx.me.can(role) ? view() : html`<p class="note warn">${ctx.me.whyNot(role)}</p>`;
