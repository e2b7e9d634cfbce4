// The fields of an edge's WAN links and LAN segments, in the wizard and where an edge is edited.
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { TRANSPORTS } from '../overlays/words.js';
import { newLink, newSegment } from './document.js';

const MOST_LINKS = 16;
const MOST_SEGMENTS = 64;
/** Fields that are out of sight until they are asked for, or are wrong. */
const SELDOM = ['egressRateBps', 'ingressRateBps', 'cost', 'mtu', 'probeIntervalMs', 'probeBudgetBps'];
const ACCESS = [
  { value: '', label: 'As usual for the transport' },
  { value: 'PUBLIC', label: 'Public' },
  { value: 'PRIVATE', label: 'Private' },
];

/**
 * @param {object} draft see document.js
 * @param {string} at pointer of the draft within the form's own
 * @param {{at: (pointer: string) => ?string}} errors by pointer within the edge
 * @param {() => void} changed renders the form again
 */
export function edgeFields(draft, at, errors, changed) {
  return html`
    ${group({
      title: 'WAN links',
      hint: 'The edge’s attachments to underlays. Addresses are on the edge already: Isthmus does not set them.',
      word: 'WAN link',
      list: draft.wanLinks,
      most: MOST_LINKS,
      create: newLink,
      error: errors.at('/wanLinks'),
      row: (link, index) => linkFields(link, `${at}/wanLinks/${index}`, `/wanLinks/${index}`, errors),
      changed,
    })}
    ${group({
      title: 'LAN segments',
      hint: 'What is behind the edge: the prefixes that the other sites reach.',
      word: 'LAN segment',
      list: draft.lanSegments,
      most: MOST_SEGMENTS,
      create: newSegment,
      error: errors.at('/lanSegments'),
      row: (segment, index) =>
        segmentFields(segment, `${at}/lanSegments/${index}`, `/lanSegments/${index}`, errors),
      changed,
    })}
  `;
}

function group({ title, hint, word, list, most, create, error, row, changed }) {
  const change = (work) => () => {
    work();
    changed();
  };
  return html`<fieldset class="group">
    <legend>${title}</legend>
    <p class="hint">${hint}</p>
    ${list.map(
      (item, index) => html`<fieldset class="group-item">
        <legend>${item.name || `${word} ${index + 1}`}</legend>
        ${row(item, index)}
        <button
          class="button small"
          type="button"
          aria-label=${`Remove ${word} ${item.name || index + 1}`}
          @click=${change(() => list.splice(index, 1))}
        >
          Remove ${word}
        </button>
      </fieldset>`,
    )}
    ${error && list.length === 0 ? html`<p class="error">${error}</p>` : nothing}
    ${list.length < most
      ? html`<button class="button" type="button" @click=${change(() => list.push(create(list.length)))}>
          Add a ${word}
        </button>`
      : nothing}
  </fieldset>`;
}

function linkFields(link, name, pointer, errors) {
  const text = (key, label, more = {}) =>
    field({
      label,
      name: `${name}/${key}`,
      value: link[key],
      error: errors.at(`${pointer}/${more.at ?? key}`),
      ...more,
    });
  return html`
    <div class="form-grid">
      ${text('name', 'Name of the link', { required: true, placeholder: 'internet' })}
      ${text('interface', 'Interface', { required: true, placeholder: 'eth0', mono: true })}
      ${text('transport', 'Transport', { type: 'select', options: TRANSPORTS })}
      ${text('access', 'Access', { type: 'select', options: ACCESS })}
      ${text('address', link.roaming ? 'Address (only its family counts)' : 'Address', {
        required: !link.roaming,
        placeholder: '192.0.2.1',
        mono: true,
      })}
      ${text('gateway', 'Gateway', { placeholder: '192.0.2.254', mono: true })}
    </div>
    ${text('roaming', 'The address changes, or is behind NAT (roaming)', { type: 'checkbox' })}
    <details ?open=${SELDOM.some((key) => errors.at(`${pointer}/${key}`))}>
      <summary>Capacity, cost and probes</summary>
      <div class="form-grid">
        ${text('egress', 'Sends at most (Mbit/s)', { at: 'egressRateBps' })}
        ${text('ingress', 'Receives at most (Mbit/s)', { at: 'ingressRateBps' })}
        ${text('cost', 'Cost', { hint: 'Relative to other links.' })}
        ${text('mtu', 'MTU (bytes)', { hint: 'Largest packet that the underlay carries.' })}
        ${text('probeIntervalMs', 'Probe every (ms)')}
        ${text('probeBudget', 'Probes send at most (bit/s)', {
          at: 'probeBudgetBps',
          hint: 'For links that are billed by usage; empty for no limit.',
        })}
      </div>
    </details>
  `;
}

function segmentFields(segment, name, pointer, errors) {
  const text = (key, label, more = {}) =>
    field({
      label,
      name: `${name}/${key}`,
      value: segment[key],
      error: errors.at(`${pointer}/${key}`),
      ...more,
    });
  return html`<div class="form-grid">
    ${text('name', 'Name of the segment', { required: true, placeholder: 'lan' })}
    ${text('interface', 'LAN interface', { required: true, placeholder: 'eth1', mono: true })}
    ${text('prefixes', 'Prefixes', {
      type: 'textarea',
      rows: 2,
      required: true,
      mono: true,
      placeholder: '10.1.0.0/24',
      hint: 'One a line.',
    })}
    ${text('gateway', 'Next hop on the LAN', { mono: true, hint: 'Empty where the prefixes are on the interface itself.' })}
  </div>`;
}
