// Long lists go page by page; the place is part of the address.
import { html, nothing } from '../../lib.js';
import { hash } from './links.js';

/** Links to the newest and to the next page. */
export function pager(params, page, nextCursor) {
  const { cursor, ...filters } = Object.fromEntries(params.query);
  if (!cursor && !nextCursor) return nothing;
  return html`<nav class="pager" aria-label="Parts of the list">
    ${cursor ? html`<a class="button" href=${hash(params, page, params.path, filters)}>Newest</a>` : nothing}
    ${nextCursor
      ? html`<a
          class="button"
          href=${hash(params, page, params.path, { ...filters, cursor: nextCursor })}
          >Older</a
        >`
      : nothing}
  </nav>`;
}
