// What was changed at an edge: its revisions, and what it answered to each.
import { html, nothing } from '../../lib.js';
import { ago, time } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { hash } from '../shared/links.js';
import { refusals } from '../shared/refusals.js';
import { operationBadge } from '../shared/states.js';

export function history({ one, operations, status }, ctx) {
  const audit = ctx.me.can('operator')
    ? html`<a class="button" href=${hash(ctx.params, 'audit', [], { subject: `edges/${one.body.name}` })}
        >Audit log of this edge</a
      >`
    : nothing;
  return section({
    title: 'Revisions',
    sub: 'Changes that concern this edge, newest first.',
    actions: audit,
    body: html`
      ${table({
        caption: `Revisions of ${one.body.name}`,
        columns: [
          { key: 'summary', label: 'Change' },
          { key: 'revision', label: 'Revision', numeric: true },
          { key: 'here', label: 'At this edge', cell: (row) => answer(row, status) },
          { key: 'errors', label: 'Reasons', cell: (row) => refusals(row.edges?.[0]?.errors) },
          { key: 'state', label: 'In all', cell: (row) => operationBadge(row.state) },
          {
            key: 'createdAt',
            label: 'When',
            cell: (row) => html`<time datetime=${row.createdAt} title=${ago(row.createdAt)}>${time(row.createdAt)}</time>`,
          },
        ],
        rows: operations.items,
        empty: 'Nothing that is kept concerns this edge.',
        rowHref: (row) => hash(ctx.params, 'operations', [row.id]),
      })}
      ${operations.nextCursor
        ? html`<p>
            <a href=${hash(ctx.params, 'operations', [], { edge: one.body.name })}>All of them</a>
          </p>`
        : nothing}
    `,
  });
}

function answer(operation, status) {
  const part = operation.edges?.[0];
  if (!part) return '–';
  const carries = operation.revision === status.appliedRevision;
  return html`${operationBadge(part.state)} ${carries ? html`<strong>carried now</strong>` : nothing}`;
}
