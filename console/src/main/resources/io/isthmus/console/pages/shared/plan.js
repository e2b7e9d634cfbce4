// What a change would do, before it is made: the answer of intent:plan for people.
import { html, nothing } from '../../lib.js';
import { count } from '../../kit/format.js';
import { diffTable } from './diff.js';

const KINDS = {
  sites: 'site',
  edges: 'edge',
  overlays: 'overlay',
  trafficClasses: 'traffic class',
  applications: 'application',
};
const MOST_NAMED = 12;

/** What a document, alone, would change. */
export async function plan(api, intent) {
  return (await api.post('intent:plan?mode=MERGE', intent)).body;
}

/**
 * What taking something away would change. There is no merge that removes, so the whole intent
 * without it is planned.
 *
 * @param {string} kind key of the intent, such as overlays
 */
export async function planWithout(api, kind, name) {
  const { body } = await api.get('intent');
  const rest = { ...body, [kind]: body[kind].filter((item) => item.name !== name) };
  return (await api.post('intent:plan?mode=REPLACE', rest)).body;
}

/** @param {object} difference an IntentDifference */
export function planView(difference) {
  if (!difference.changed) {
    return html`<p class="plan-none">Nothing changes: the network is so already.</p>`;
  }
  return html`
    <section class="plan" aria-label="What changes">
      <p>
        ${difference.affectedEdges.length === 0
          ? 'No edge gets another configuration.'
          : html`<strong>${count(difference.affectedEdges.length)}</strong>
              ${difference.affectedEdges.length === 1 ? 'edge gets' : 'edges get'} another
              configuration: ${named(difference.affectedEdges)}.`}
      </p>
      ${difference.endedDecisions?.length
        ? html`<p>
            <strong>${count(difference.endedDecisions.length)}</strong> steering
            ${difference.endedDecisions.length === 1 ? 'decision ends' : 'decisions end'} with it.
          </p>`
        : nothing}
      ${Object.entries(difference.differences).map(([kind, of]) => kindView(KINDS[kind] ?? kind, of))}
    </section>
  `;
}

function kindView(word, { created = [], removed = [], replaced = [] }) {
  return html`
    ${created.length ? html`<p>New ${word}: ${named(created)}.</p>` : nothing}
    ${removed.length ? html`<p>Removed ${word}: ${named(removed)}.</p>` : nothing}
    ${replaced.map(
      ({ name, before, after }) => html`
        <p><strong>Changed ${word} ${name}</strong></p>
        ${diffTable(before, after, `Changes of ${word} ${name}`)}
      `,
    )}
  `;
}

function named(names) {
  const rest = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${count(rest)} more` : '');
}
