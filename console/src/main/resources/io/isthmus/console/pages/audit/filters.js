// Which entries one wants to see. They are part of the address, so a search can be passed on.
import { html } from '../../lib.js';
import { field } from '../../kit/form.js';
import { hash } from '../shared/links.js';

const OUTCOMES = [
  { value: '', label: 'Done and refused' },
  { value: 'DONE', label: 'Done' },
  { value: 'REFUSED', label: 'Refused' },
];
const KINDS = [
  { value: '', label: 'Everything' },
  { value: 'sites/', label: 'Sites' },
  { value: 'edges/', label: 'Edges' },
  { value: 'overlays/', label: 'Overlays' },
  { value: 'traffic-classes/', label: 'Traffic classes' },
  { value: 'applications/', label: 'Applications' },
  { value: 'steering-decisions/', label: 'Steering decisions' },
  { value: 'webhooks/', label: 'Webhooks' },
  { value: 'enrollment-tokens/', label: 'Enrolment tokens' },
  { value: 'enrollment-requests/', label: 'Enrolment requests' },
  { value: 'api-tokens/', label: 'API tokens' },
];

/** What the API is asked. */
export function filtersOf(params) {
  const chosen = (name) => params.query.get(name) || undefined;
  return {
    actor: chosen('actor'),
    action: chosen('action')?.toUpperCase(),
    subject: chosen('subject') ?? chosen('kind'),
    outcome: chosen('outcome'),
    from: instant(chosen('from')),
    to: instant(chosen('to')),
  };
}

/** As the browser's own field has it, in the zone of who looks, to what the API takes. */
function instant(local) {
  if (!local) return undefined;
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? local : time.toISOString();
}

export function filterForm(ctx) {
  const chosen = (name) => ctx.params.query.get(name) ?? '';
  const search = (event) => {
    event.preventDefault();
    const query = Object.fromEntries(new FormData(event.currentTarget));
    if (chosen('scope')) query.scope = chosen('scope');
    ctx.navigate(hash(ctx.params, 'audit', [], query));
  };
  return html`<form class="filters" aria-label="Filters" @submit=${search}>
    ${field({ label: 'Who', name: 'actor', value: chosen('actor') })}
    ${field({ label: 'Action', name: 'action', value: chosen('action'), placeholder: 'REVOKE' })}
    ${field({ label: 'Kind', name: 'kind', type: 'select', value: chosen('kind'), options: KINDS })}
    ${field({
      label: 'Subject',
      name: 'subject',
      value: chosen('subject'),
      placeholder: 'overlays/on-1',
    })}
    ${field({
      label: 'Outcome',
      name: 'outcome',
      type: 'select',
      value: chosen('outcome'),
      options: OUTCOMES,
    })}
    ${field({ label: 'From', name: 'from', type: 'datetime-local', value: chosen('from') })}
    ${field({ label: 'To', name: 'to', type: 'datetime-local', value: chosen('to') })}
    <button class="button primary" type="submit">Search</button>
  </form>`;
}
