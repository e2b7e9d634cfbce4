// The log as a file, all of it that the filters let through: lines of JSON as the controller
// writes them, or a table made of these.
import { html, nothing } from '../../lib.js';
import { filtersOf } from './filters.js';

const COLUMNS = [
  ['id', (entry) => entry.id],
  ['time', (entry) => entry.time],
  ['tenant', (entry) => entry.tenant],
  ['outcome', (entry) => entry.outcome],
  ['action', (entry) => entry.action],
  ['subject', (entry) => entry.subject],
  ['actorKind', (entry) => entry.actor.kind],
  ['actor', (entry) => entry.actor.name],
  ['remoteAddress', (entry) => entry.actor.remoteAddress],
  ['revision', (entry) => entry.revision],
  ['count', (entry) => entry.count],
  ['reason', (entry) => entry.reason],
  ['before', (entry) => entry.before && JSON.stringify(entry.before)],
  ['after', (entry) => entry.after && JSON.stringify(entry.after)],
];

export function exportButtons(all, ctx) {
  const button = (label, form) =>
    html`<button
      class="button"
      type="button"
      ?disabled=${ctx.state.exporting}
      @click=${() => save(form, all, ctx)}
    >
      ${label}
    </button>`;
  return html`<div class="button-row exports" role="group" aria-label="Export">
    ${button('Export as NDJSON', 'ndjson')} ${button('Export as CSV', 'csv')}
    <span class="hint" role="status">${ctx.state.exporting ? 'Reading the log …' : nothing}</span>
  </div>`;
}

async function save(form, all, ctx) {
  ctx.state.exporting = true;
  ctx.update();
  try {
    const { body } = await (all ? ctx.api.root : ctx.api).get('audit', {
      query: filtersOf(ctx.params),
      headers: { Accept: 'application/x-ndjson' },
    });
    const lines = body ?? '';
    download(`audit.${form}`, form === 'csv' ? csv(lines) : lines, form);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    ctx.toast(problem.detail, { kind: 'bad' });
  } finally {
    ctx.state.exporting = false;
    ctx.update();
  }
}

function download(name, text, form) {
  const type = form === 'csv' ? 'text/csv' : 'application/x-ndjson';
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** RFC 4180. */
export function csv(ndjson) {
  const entries = ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const rows = [
    COLUMNS.map(([name]) => name),
    ...entries.map((entry) => COLUMNS.map(([, value]) => cell(value(entry)))),
  ];
  return rows.map((row) => row.join(',')).join('\r\n') + '\r\n';
}

/** What a spreadsheet would take for a formula is told to be text. */
function cell(value) {
  const text = String(value ?? '');
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
