// Who is in an overlay, and which members are its hubs.
import { html, nothing } from '../../lib.js';
import { count } from '../../kit/format.js';
import { field } from '../../kit/form.js';

const MOST_SHOWN = 60;

/** Ticks; of many edges those that were found, and always those that are ticked. */
export function memberPicker(draft, edges, errors, ctx) {
  const text = draft.find.trim();
  const chosen = edges.filter(({ name }) => draft.edges[name]).length;
  const matching = edges.filter(({ name, site }) => name.includes(text) || site.includes(text));
  const shown = matching.slice(0, MOST_SHOWN);
  const error = errors.at('/edges');
  return html`<fieldset>
    <legend>Members</legend>
    <div class="filters">
      ${edges.length > 12
        ? field({
            label: 'Find an edge',
            name: '/find',
            type: 'search',
            value: draft.find,
            oninput: () => ctx.update(),
          })
        : nothing}
      <span class="muted" role="status">${count(chosen)} of ${count(edges.length)} edges are members</span>
    </div>
    <div class="choices">
      ${shown.map(({ name, site }) =>
        field({
          label: name === site ? name : `${name} (${site})`,
          name: `/edges/${name}`,
          type: 'checkbox',
          value: draft.edges[name],
        }),
      )}
    </div>
    ${matching.length > shown.length
      ? html`<p class="hint">${count(matching.length - shown.length)} more: type a part of the name.</p>`
      : nothing}
    ${error ? html`<p class="error">${error}</p>` : nothing}
  </fieldset>`;
}

/** The order of the hubs is their preference: who is made one comes last, and may be moved up. */
export function hubPicker(form, errors, ctx) {
  const { draft } = form;
  const members = Object.keys(draft.edges).filter((name) => draft.edges[name]);
  const hubs = draft.hubs.filter((name) => members.includes(name));
  const others = members.filter((name) => !hubs.includes(name)).sort();
  const set = (list) => {
    draft.hubs = list;
    form.preview = null;
    ctx.update();
  };
  const up = (index) => {
    const moved = [...hubs];
    [moved[index - 1], moved[index]] = [moved[index], moved[index - 1]];
    set(moved);
  };
  return html`<fieldset>
    <legend>Hubs, the preferred first</legend>
    <ol class="ordered">
      ${hubs.map(
        (name, index) => html`<li>
          <span>${name}</span>
          <button
            class="button small"
            type="button"
            aria-label=${`Prefer ${name} to the one before`}
            ?disabled=${index === 0}
            @click=${() => up(index)}
          >
            Prefer
          </button>
          <button
            class="button small"
            type="button"
            aria-label=${`Remove hub ${name}`}
            @click=${() => set(hubs.filter((hub) => hub !== name))}
          >
            Remove
          </button>
        </li>`,
      )}
    </ol>
    ${others.length === 0
      ? nothing
      : field({
          label: 'Add a hub',
          name: 'hub',
          type: 'select',
          value: '',
          options: [{ value: '', label: 'Choose a member' }, ...others],
          onchange: (name) => name && set([...hubs, name]),
        })}
    ${errors.at('/hubs') ? html`<p class="error">${errors.at('/hubs')}</p>` : nothing}
  </fieldset>`;
}
