// What is different between two values, field by field, for people.
import { html, nothing } from '../../lib.js';

/** @returns {{field: string, before?: string, after?: string}[]} in order of field */
export function changes(before, after) {
  const old = flatten(before);
  const now = flatten(after);
  const fields = [...new Set([...old.keys(), ...now.keys()])];
  return fields
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }));
}

/** A table of what is different; the words say it, not the colour alone. */
export function diffTable(before, after, caption) {
  const rows = changes(before, after).filter(({ field }) => field !== 'revision');
  if (rows.length === 0) return html`<p class="muted">No field is different.</p>`;
  const side = { old: before != null, now: after != null };
  return html`
    <div class="diff-box" tabindex="0" role="group" aria-label=${caption}>
      <table class="diff">
        <caption class="visually-hidden">${caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            ${side.old ? html`<th scope="col">Before</th>` : nothing}
            ${side.now ? html`<th scope="col">After</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${row.field}</th>
              ${side.old
                ? html`<td>${row.before === undefined ? '–' : html`<del>${row.before}</del>`}</td>`
                : nothing}
              ${side.now
                ? html`<td>${row.after === undefined ? '–' : html`<ins>${row.after}</ins>`}</td>`
                : nothing}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function flatten(value, field = '', into = new Map()) {
  if (value === null || value === undefined) return into;
  if (Array.isArray(value)) return flattenList(value, field, into);
  if (typeof value !== 'object') return into.set(field || 'value', String(value));
  for (const [key, inner] of Object.entries(value)) {
    flatten(inner, field === '' ? key : `${field} › ${key}`, into);
  }
  return into;
}

/** Things that have a name are told apart by it; of others the place in the list is all there is. */
function flattenList(list, field, into) {
  if (list.every((item) => typeof item !== 'object')) {
    return list.length === 0 ? into : into.set(field, list.join(', '));
  }
  list.forEach((item, index) => flatten(item, `${field} › ${item?.name ?? index + 1}`, into));
  return into;
}
