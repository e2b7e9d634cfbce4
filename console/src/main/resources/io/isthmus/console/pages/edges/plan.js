// The configuration that an edge should carry, resource by resource.
import { html, nothing } from '../../lib.js';
import { count } from '../../kit/format.js';
import { field } from '../../kit/form.js';
import { section } from '../../kit/page.js';
import { slice } from '../shared/slice.js';

export function planTab({ plan, status, one }, ctx) {
  const text = (ctx.state.planSearch ?? '').toLowerCase();
  const faulty = new Set((status.errors ?? []).map((error) => error.resource));
  const rows = plan.filter(
    ({ key, values }) => text === '' || `${key} ${JSON.stringify(values)}`.toLowerCase().includes(text),
  );
  return section({
    title: `${count(plan.length)} planned resources`,
    sub: `Revision ${status.plannedRevision}, as the controller wants edge ${one.body.name} to be.`,
    body: html`
      <div class="filters">
        ${field({
          label: 'Find in the configuration',
          name: 'plan-search',
          type: 'search',
          value: ctx.state.planSearch ?? '',
          hint: 'A part of a key or of a value, such as an address.',
          oninput: (value) => {
            ctx.state.planSearch = value.trim();
            ctx.update();
          },
        })}
      </div>
      ${rows.length === 0
        ? html`<p class="empty-line">Nothing has this in it.</p>`
        : slice(rows, ctx, (shown) => html`<div class="resources">${shown.map((each) => resource(each, faulty))}</div>`)}
    `,
  });
}

function resource({ key, values }, faulty) {
  const refused = faulty.has(key);
  return html`<details ?open=${refused}>
    <summary><code>${key}</code>${refused ? html` <strong>refused</strong>` : nothing}</summary>
    <pre tabindex="0" role="group" aria-label=${key}><code>${JSON.stringify(values, null, 2)}</code></pre>
  </details>`;
}
