// How an edge is: what it carries, who it is, its keys, its agent, its paths.
import { html, nothing } from '../../lib.js';
import { tag } from '../../kit/badge.js';
import { ago, count, ms, pct, time } from '../../kit/format.js';
import { rtt } from '../shared/tunnels.js';
import { facts, section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { actions } from './actions.js';
import { identityCard } from './identity.js';
import { keysCard } from './keys.js';
import { hash, pathHash } from '../shared/links.js';
import { refusals } from '../shared/refusals.js';
import { slice } from '../shared/slice.js';
import {
  configBadge,
  connectionBadge,
  edgeBadge,
  pathBadge,
  worstPathState,
} from '../shared/states.js';

export function state(data, ctx) {
  const { one, status, operations, paths, overlays } = data;
  return html`
    ${section({
      title: 'How it is',
      actions: actions(one.body, data, ctx),
      body: html`
        <div aria-live="polite">
          ${facts([
            ['State', edgeBadge(status)],
            ['Connection', html`${connectionBadge(status)} ${since(status.since)}`],
            ['Configuration', configBadge(status.configState)],
            ['Carries', carried(status, operations.items)],
            ['Repairs', repairs(status)],
            ['Site', html`<a href=${hash(ctx.params, 'sites', [one.body.site])}>${one.body.site}</a>`],
            ['Overlays', overlays.length === 0 ? 'none' : overlayLinks(overlays, ctx)],
            ['Number', one.body.number],
          ])}
        </div>
        ${status.errors?.length
          ? html`<h3>Why it refused</h3>
              ${refusals(status.errors)}
              <p class="hint">Until it accepts a newer revision it carries what it carried before.</p>`
          : nothing}
      `,
    })}
    <div class="columns">${identityCard(data, ctx)} ${keysCard(data, ctx)}</div>
    ${agentCard(status.agent)}
    ${section({
      title: 'Paths',
      sub: 'As this edge finds them now.',
      body: slice(worstFirst(paths), ctx, (rows) => pathTable(rows, ctx)),
    })}
  `;
}

const overlayLinks = (overlays, ctx) => html`<ul class="inline-list">
  ${overlays.map(
    ({ name }) => html`<li><a href=${hash(ctx.params, 'overlays', [name])}>${name}</a></li>`,
  )}
</ul>`;

const since = (instant) =>
  instant ? html`<span class="muted">since <time datetime=${instant}>${time(instant)}</time></span>` : nothing;

/** The age of what it carries: which revision, how far behind the newest for it, and since when. */
function carried({ appliedRevision, plannedRevision }, operations) {
  if (!appliedRevision) return 'unknown: it has told nothing yet';
  const made = operations.find((operation) => operation.revision === appliedRevision);
  const age = made ? html`<span class="muted">made ${ago(made.createdAt)}</span>` : nothing;
  const behind = operations.filter(
    ({ revision }) => revision > appliedRevision && revision <= plannedRevision,
  ).length;
  return html`revision ${appliedRevision} of ${plannedRevision} ${age}
  ${behind > 0 ? html`<span>· ${count(behind)} ${behind === 1 ? 'change' : 'changes'} behind</span>` : nothing}`;
}

const repairs = ({ driftRepairs }) =>
  driftRepairs === 0 ? 'none since it connected' : `${count(driftRepairs)} since it connected`;

const WIREGUARD = {
  KERNEL: 'in the kernel',
  USERSPACE: 'wireguard-go, in user space',
  NONE: 'none: it refuses encrypted paths',
  UNKNOWN: 'it did not say',
};

function agentCard(agent) {
  if (!agent) {
    return section({ title: 'Agent', body: html`<p class="muted">It never connected.</p>` });
  }
  return section({
    title: 'Agent',
    sub: 'What it said when it connected.',
    body: html`
      ${facts([
        ['Version', agent.version],
        ['Kernel', agent.kernelRelease],
        ['WireGuard', WIREGUARD[agent.wireGuard]],
        ['Memory', agent.rssBytes ? `${Math.round(agent.rssBytes / 2 ** 20)} MiB` : undefined],
        ['Capabilities', agent.capabilities.length ? agent.capabilities.map((name) => html`${tag(name)} `) : 'none told'],
      ])}
      ${table({
        caption: 'Network interfaces',
        showCaption: true,
        columns: [
          { key: 'name', label: 'Interface', cell: (row) => html`<code>${row.name}</code>` },
          { key: 'up', label: 'State', cell: (row) => (row.up ? 'up' : 'down') },
          { key: 'mtu', label: 'MTU', numeric: true },
          {
            key: 'addresses',
            wide: true,
            label: 'Addresses',
            cell: (row) => html`<ul class="inline-list">${row.addresses.map((address) => html`<li><code>${address}</code></li>`)}</ul>`,
          },
        ],
        rows: agent.interfaces,
        empty: 'It told of none.',
      })}
    `,
  });
}

const GRAVITY = ['DOWN', 'REMOTE_SILENT', 'UNKNOWN', 'UP'];
const stateOf = (path) => worstPathState(path.quality?.state, path.remoteQuality?.state);

const worstFirst = (paths) =>
  [...paths].sort(
    (one, other) =>
      GRAVITY.indexOf(stateOf(one)) - GRAVITY.indexOf(stateOf(other)) || one.key.localeCompare(other.key),
  );

function pathTable(rows, ctx) {
  return table({
    caption: 'Paths of this edge',
    columns: [
      {
        key: 'path',
        label: 'Path',
        cell: ({ local, remote }) => html`${local.wanLink} → ${remote.edge} <span class="muted">${remote.wanLink}</span>`,
      },
      { key: 'state', label: 'State', cell: (row) => pathBadge(stateOf(row)) },
      { key: 'protection', label: 'Protection', cell: (row) => row.protection === 'WIREGUARD' ? 'WireGuard' : 'plain' },
      { key: 'rtt', label: 'Round trip', numeric: true, cell: ({ quality }) => ms(rtt(quality)) },
      { key: 'jitter', label: 'Jitter', numeric: true, cell: ({ quality }) => ms(quality?.jitterForwardMs) },
      { key: 'loss', label: 'Loss', numeric: true, cell: ({ quality }) => pct(quality?.lossPct) },
      { key: 'overlayCount', label: 'Overlays', numeric: true },
    ],
    rows,
    empty: 'No overlay has a tunnel from this edge.',
    rowHref: (row) => pathHash(ctx.params, row.key),
  });
}
