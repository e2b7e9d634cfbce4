import { html, ifDefined, nothing } from '../lib.js';

/**
 * @typedef {{key: string, label: string, cell?: (row: any) => unknown, numeric?: boolean,
 *   hideLabel?: boolean, wide?: boolean}} Column
 */

/**
 * A table; on narrow screens each row is a card. The first column names the row, and links to it where
 * there is `rowHref`.
 *
 * @param {{caption: string, columns: Column[], rows: any[], empty?: unknown,
 *   rowHref?: (row: any) => string|undefined, showCaption?: boolean,
 *   rowClass?: (row: any) => string}} options
 */
export function table({ caption, columns, rows, empty, rowHref, showCaption, rowClass }) {
  if (rows.length === 0 && empty !== undefined) {
    return typeof empty === 'string' ? html`<p class="empty-line">${empty}</p>` : empty;
  }
  return html`
    <div class="table-box" role="group" aria-label=${caption} tabindex="0">
      <table class="table">
        <caption class=${showCaption ? '' : 'visually-hidden'}>${caption}</caption>
        <thead>
          <tr>${columns.map((column) => html`
            <th scope="col" class=${column.numeric ? 'numeric' : ''}>
              ${column.hideLabel ? html`<span class="visually-hidden">${column.label}</span>` : column.label}
            </th>`)}
          </tr>
        </thead>
        <tbody>${rows.map((row) => html`
          <tr class=${`${rowHref?.(row) ? 'linked' : ''} ${rowClass?.(row) || ''}`}>
            ${columns.map((column, i) => cell(column, row, i === 0, rowHref?.(row)))}
          </tr>`)}
        </tbody>
      </table>
    </div>`;
}

function cell(column, row, first, href) {
  const content = column.cell ? column.cell(row) : row[column.key] ?? '–';
  const classes = `${column.numeric ? 'numeric' : ''} ${column.wide ? 'wide' : ''}`;
  const label = column.hideLabel ? nothing : column.label;
  return first
    ? html`<th scope="row" class=${classes} data-label=${label}>${href ? html`<a class="row-link" href=${href}>${content}</a>` : content}</th>`
    : html`<td class=${classes} data-label=${ifDefined(label === nothing ? undefined : label)}><span class="cell">${content}</span></td>`;
}
