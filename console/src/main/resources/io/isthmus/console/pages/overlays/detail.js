// One overlay: its members, its tunnels, and which classes travel by it.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { count } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { table } from '../../kit/table.js';
import { ask } from '../shared/act.js';
import { hash } from '../shared/links.js';
import { planView, planWithout } from '../shared/plan.js';
import { slice } from '../shared/slice.js';
import { edgeBadge, worstPathState } from '../shared/states.js';
import { ENCRYPTION, TOPOLOGY } from './words.js';

export function detail({ one, classes, states, tunnels }, ctx) {
  const overlay = one.body;
  const users = classes.filter((each) => each.steering.overlays.includes(overlay.name));
  return html`
    ${section({
      title: 'What it is',
      actions: ctx.me.can('orchestrator') ? actions(overlay, users, ctx) : nothing,
      body: facts([
        ['Topology', TOPOLOGY[overlay.topology]],
        ['Encryption', ENCRYPTION[overlay.encryption]],
        ['Transports', overlay.transports?.length ? overlay.transports.join(', ') : 'all'],
        ['VNI', overlay.vni],
        ['Hubs', overlay.hubs?.length ? overlay.hubs.join(', ') : undefined],
        ['Tunnels', health(tunnels, overlay, ctx)],
        ['Traffic classes', classLinks(users, ctx)],
        ['Changed in revision', overlay.revision],
      ]),
    })}
    ${section({
      title: 'Members',
      sub: `${count(overlay.edges.length)} edges`,
      body: slice(members(overlay, states, tunnels), ctx, (rows) => memberTable(rows, overlay, ctx)),
    })}
  `;
}

function actions(overlay, users, ctx) {
  const kept = users.length > 0 ? `First take it out of ${users.map(({ name }) => name).join(', ')}.` : '';
  return html`
    <a class="button" href=${hash(ctx.params, 'overlays', [overlay.name], { edit: 1 })}>Edit</a>
    <button
      class="button danger"
      type="button"
      ?disabled=${kept !== ''}
      aria-describedby="why-kept"
      @click=${() => remove(overlay, ctx)}
    >
      Delete
    </button>
    <span id="why-kept" class="muted">${kept}</span>
  `;
}

async function remove(overlay, ctx) {
  let difference;
  try {
    difference = await planWithout(ctx.api, 'overlays', overlay.name);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    ctx.toast(problem.detail, { kind: 'bad' });
    return;
  }
  const gone = await ask(ctx, {
    title: `Delete overlay ${overlay.name}?`,
    text: html`<p>Its tunnels go, and what they carry moves to what else its class may use.</p>
      ${planView(difference)}`,
    confirm: 'Delete overlay',
    danger: true,
    done: `Overlay ${overlay.name} is deleted`,
    action: () => ctx.api.del(path`overlays/${overlay.name}`),
  });
  if (gone) ctx.navigate(hash(ctx.params, 'overlays'));
}

function health(tunnels, overlay, ctx) {
  const up = tunnels.filter(isUp).length;
  const all = tunnels.length;
  const kind = all === 0 ? 'unknown' : up === all ? 'ok' : up === 0 ? 'bad' : 'warn';
  return html`<a href=${hash(ctx.params, 'tunnels', [], { overlay: overlay.name })}
    >${badge(kind, all === 0 ? 'none yet' : `${count(up)} of ${count(all)} up`)}</a
  >`;
}

const isUp = (tunnel) => worstPathState(tunnel.pathState, tunnel.remotePathState) === 'UP';

function classLinks(users, ctx) {
  if (users.length === 0) return 'none';
  return html`<ul class="inline-list">
    ${users.map(
      ({ name }) => html`<li><a href=${hash(ctx.params, 'classes', [name])}>${name}</a></li>`,
    )}
  </ul>`;
}

function members(overlay, states, tunnels) {
  const ends = new Map();
  for (const tunnel of tunnels) {
    for (const { edge } of [tunnel.local, tunnel.remote]) {
      const so = ends.get(edge) ?? { up: 0, all: 0 };
      ends.set(edge, { up: so.up + isUp(tunnel), all: so.all + 1 });
    }
  }
  return overlay.edges.map((edge) => ({
    edge,
    state: states.get(edge),
    hub: overlay.hubs?.includes(edge),
    tunnels: ends.get(edge) ?? { up: 0, all: 0 },
  }));
}

function memberTable(rows, overlay, ctx) {
  const hubs = { key: 'hub', label: 'Part', cell: (row) => (row.hub ? 'hub' : 'spoke') };
  return table({
    caption: `Members of overlay ${overlay.name}`,
    columns: [
      { key: 'edge', label: 'Edge' },
      { key: 'state', label: 'State', cell: (row) => (row.state ? edgeBadge(row.state) : '–') },
      ...(overlay.topology === 'HUB_AND_SPOKE' ? [hubs] : []),
      {
        key: 'tunnels',
        label: 'Tunnels up',
        numeric: true,
        cell: (row) => html`<a
          href=${hash(ctx.params, 'tunnels', [], { overlay: overlay.name, edge: row.edge })}
          >${count(row.tunnels.up)} of ${count(row.tunnels.all)}</a
        >`,
      },
    ],
    rows,
    rowHref: (row) => hash(ctx.params, 'edges', [row.edge]),
  });
}
