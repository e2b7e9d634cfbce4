// The keys that encrypt the paths of an edge, and their change.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { badge } from '../../kit/badge.js';
import { ago, time } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { ask } from '../shared/act.js';

const STEPS = {
  STABLE: ['ok', 'One generation in use'],
  OFFERED: ['info', 'A younger one is taken beside it'],
  SWITCHING: ['info', 'All change to the younger one'],
  RETIRING: ['info', 'The older one is about to go'],
};

export function keysCard({ one, status }, ctx) {
  const { keys } = status;
  const known = keys.generation !== undefined;
  return section({
    title: 'Keys',
    sub: 'Made on the edge, and never leave it.',
    actions: ctx.me.can('operator') && known ? rotateButton(one.body.name, ctx) : nothing,
    body: known
      ? facts([
          ['Generation', keys.generation],
          ['State', badge(...(STEPS[keys.state] ?? ['unknown', keys.state]))],
          ['Since', keys.since ? html`${time(keys.since)} <span class="muted">(${ago(keys.since)})</span>` : undefined],
        ])
      : html`<p class="muted">It has told of none yet.</p>`,
  });
}

function rotateButton(name, ctx) {
  const rotate = () =>
    ask(ctx, {
      title: `Rotate the keys of ${name}?`,
      text: 'The edge makes new keys, the others take them beside the old ones, then all change over. No packet is lost; it takes some seconds while all edges are connected.',
      confirm: 'Rotate keys',
      done: `${name} rotates its keys`,
      action: () => ctx.api.post(path`edges/${name}:rotate-keys`),
    });
  return html`<button class="button" type="button" @click=${rotate}>Rotate keys</button>`;
}
