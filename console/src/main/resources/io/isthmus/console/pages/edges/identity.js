// Who a device has to be to be this edge.
import { html, nothing } from '../../lib.js';
import { ago, time } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { hash } from '../shared/links.js';
import { expiryBadge, identityBadge } from '../shared/states.js';

/** An edge renews its certificate long before: one that ends so soon was not renewed. */
const SOON_HOURS = 6;

export function identityCard({ one, status }, ctx) {
  const { identity } = status;
  const join = ctx.me.can('operator')
    ? html`<a class="button" href=${hash(ctx.params, 'add-site', [], { edge: one.body.name })}
        >${identity ? 'Let another device join' : 'Let a device join'}</a
      >`
    : nothing;
  return section({
    title: 'Identity',
    actions: join,
    body: identity
      ? facts([
          ['State', identityBadge(identity.state)],
          ['Joined', time(identity.enrolledAt)],
          ['Certificate', certificate(identity)],
          ['Serial', html`<code class="wrap">${identity.serial}</code>`],
          ['Key (SHA-256)', html`<code class="wrap">${identity.keyFingerprint}</code>`],
          ['Ended', identity.endedAt ? time(identity.endedAt) : undefined],
          ['Because', identity.reason],
        ])
      : html`<p>No device has joined as this edge yet.</p>`,
  });
}

function certificate({ state, certificateExpiresAt }) {
  if (!certificateExpiresAt) return 'none';
  const ends = html`ends ${ago(certificateExpiresAt)}
    <span class="muted">(${time(certificateExpiresAt)})</span>`;
  return state === 'ACTIVE' ? html`${expiryBadge(certificateExpiresAt, SOON_HOURS)} ${ends}` : ends;
}
