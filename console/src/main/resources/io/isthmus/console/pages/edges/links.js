// What an edge is attached to: underlays on one side, LANs on the other.
import { html } from '../../lib.js';
import { tag } from '../../kit/badge.js';
import { ms, rate } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { table } from '../../kit/table.js';

export function links({ one }) {
  const edge = one.body;
  return html`
    ${section({ title: 'WAN links', body: wanTable(edge) })}
    ${section({ title: 'LAN segments', body: lanTable(edge) })}
  `;
}

function wanTable(edge) {
  return table({
    caption: `WAN links of ${edge.name}`,
    columns: [
      { key: 'name', label: 'Link' },
      { key: 'interface', label: 'Interface', cell: (row) => html`<code>${row.interface}</code>` },
      { key: 'transport', label: 'Transport', cell: (row) => html`${tag(row.transport)} ${access(row)}` },
      { key: 'address', label: 'Address', cell: address },
      { key: 'gateway', label: 'Gateway', cell: (row) => row.gateway ? html`<code>${row.gateway}</code>` : 'on-link' },
      { key: 'capacity', label: 'Capacity out / in', cell: capacity },
      { key: 'cost', label: 'Cost', numeric: true },
      { key: 'mtu', label: 'MTU', numeric: true },
      { key: 'probes', label: 'Probes', cell: probes },
    ],
    rows: edge.wanLinks ?? [],
    empty: 'This edge has no WAN link: nothing reaches it.',
  });
}

const access = (link) => (link.access === 'PUBLIC' ? tag('public') : tag('private'));

function address(link) {
  if (!link.roaming) return html`<code>${link.address}</code>`;
  return html`${tag('roaming')} ${link.address ? html`<code>${link.address}</code>` : ''}`;
}

function capacity(link) {
  const known = (value) => (value === undefined ? 'not declared' : rate(value));
  return `${known(link.egressRateBps)} / ${known(link.ingressRateBps)}`;
}

function probes(link) {
  const every = `every ${ms(link.probeIntervalMs ?? 100)}`;
  return link.probeBudgetBps === undefined ? every : `${every}, at most ${rate(link.probeBudgetBps)}`;
}

function lanTable(edge) {
  return table({
    caption: `LAN segments of ${edge.name}`,
    columns: [
      { key: 'name', label: 'Segment' },
      { key: 'interface', label: 'Interface', cell: (row) => html`<code>${row.interface}</code>` },
      {
        key: 'prefixes',
        label: 'Prefixes',
        cell: (row) => html`<ul class="inline-list">
          ${row.prefixes.map((prefix) => html`<li><code>${prefix}</code></li>`)}
        </ul>`,
      },
      { key: 'gateway', label: 'Next hop', cell: (row) => row.gateway ? html`<code>${row.gateway}</code>` : 'on-link' },
    ],
    rows: edge.lanSegments ?? [],
    empty: 'This edge has no LAN segment: nothing is behind it.',
  });
}
