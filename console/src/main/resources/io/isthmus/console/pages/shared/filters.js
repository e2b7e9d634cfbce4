// Filters of a list are part of its address: a link shows the same list.
import { html } from '../../lib.js';
import { field } from '../../kit/form.js';
import { hash } from './links.js';

/**
 * @param {string} page
 * @param {{name: string, label: string, type?: string, options?: any[]}[]} fields named as the query's parameters
 */
export function filterBar(ctx, page, fields) {
  const { query, path } = ctx.params;
  const set = (name, value) => {
    const { cursor, ...others } = Object.fromEntries(query);
    ctx.navigate(hash(ctx.params, page, path, { ...others, [name]: value }));
  };
  const active = fields.some(({ name }) => query.get(name));
  const cleared = Object.fromEntries([...query].filter(([name]) => name === 'tab'));
  return html`<form class="filters" role="search" aria-label="Filters" @submit=${(e) => e.preventDefault()}>
    ${fields.map((each) => field({
      ...each,
      name: `filter-${each.name}`,
      value: each.type === 'datetime-local' ? localTime(query.get(each.name)) : (query.get(each.name) ?? ''),
      onchange: (value) => set(each.name, each.type === 'datetime-local' ? instant(value) : value),
    }))}
    ${active ? html`<a class="button" href=${hash(ctx.params, page, path, cleared)}>Clear</a>` : ''}
  </form>`;
}

/** Choices of a filter, with that of none first. */
export const anyOf = (any, values) => [
  { value: '', label: any },
  ...values.map((value) => (typeof value === 'string' ? { value, label: value } : value)),
];

/** What an input for times shows: the browser's own time zone, to the second. */
export function localTime(iso) {
  if (!iso || Number.isNaN(Date.parse(iso))) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

export const instant = (local) => (local ? new Date(local).toISOString() : '');

/** The part of the query that the API takes as it is. */
export function asked(query, names) {
  return Object.fromEntries(names.map((name) => [name, query.get(name)]).filter(([, value]) => value));
}
