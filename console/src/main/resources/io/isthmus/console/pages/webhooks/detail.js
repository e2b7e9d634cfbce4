// One webhook: how far it got, what could not be delivered, and what can be done about it.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { snippet } from '../../kit/copy.js';
import { field } from '../../kit/form.js';
import { ago, count, time } from '../../kit/format.js';
import { facts, section } from '../../kit/page.js';
import { ask } from '../shared/act.js';
import { hash } from '../shared/links.js';
import { deadLetters } from './dead-letters.js';
import { failureText, lag, webhookBadge } from './states.js';
import { takeSecret } from './secret.js';

export function webhookActions({ one: { body, etag } }, ctx) {
  const enable = (enabled) => ask(ctx, {
    title: enabled ? `Deliver to ${body.name} again?` : `Stop delivery to ${body.name}?`,
    text: enabled ? 'Delivery goes on with the first event that waits.' : 'Events wait until it is enabled again, as long as they are kept.',
    confirm: enabled ? 'Enable' : 'Disable',
    done: `Webhook ${body.name} is ${enabled ? 'enabled' : 'disabled'}`,
    action: () => ctx.api.patch(path`webhooks/${body.name}`, { enabled }, { headers: { 'If-Match': etag } }),
  });
  return html`
    <button type="button" class="button" @click=${() => replay(body.name, ctx)}>Replay</button>
    <button type="button" class="button" @click=${() => enable(!body.enabled)}>${body.enabled ? 'Disable' : 'Enable'}</button>
    <a class="button" href=${hash(ctx.params, 'webhooks', [body.name], { edit: 1 })}>Edit</a>
    <button type="button" class="button danger" @click=${() => remove(body.name, ctx)}>Delete</button>`;
}

export function webhookDetail({ one: { body }, status, letters }, ctx) {
  const secret = takeSecret(body.name);
  return html`
    ${secret ? html`<section class="note warn" aria-label="Secret"><p><strong>Copy the secret now: it is shown this once.</strong> Receivers check signatures with it.</p>
      ${snippet(secret, 'Copy secret')}</section>` : nothing}
    ${section({
      title: 'Delivery',
      sub: webhookBadge(status),
      body: facts([
        ['URL', html`<code class="break">${body.url}</code>`],
        ['Events', body.eventTypes?.length ? html`<ul class="plain-list">${body.eventTypes.map((type) => html`<li><code>${type}</code></li>`)}</ul>` : 'all types'],
        ['Done up to event', html`${status.doneUpTo} <span class="muted">of ${status.newestEvent}</span>`],
        ['Oldest event that waits', lag(status)],
        ['Delivered', count(status.delivered)],
        ['Attempts in vain', count(status.failures)],
        ['Last success', status.lastSuccessAt ? html`${time(status.lastSuccessAt)} <span class="muted">${ago(status.lastSuccessAt)}</span>` : 'none yet'],
        ['Last failure', failureText(status.lastFailure)],
        ['Tried again', status.nextAttemptAt ? ago(status.nextAttemptAt) : status.attempts > 0 ? 'at once' : undefined],
      ]),
    })}
    ${deadLetters(body.name, letters, ctx)}`;
}

async function replay(name, ctx) {
  const form = { after: '' };
  await ask(ctx, {
    title: `Deliver again to ${name}?`,
    text: html`<p>Events after the one that you name are delivered again, also those that were taken before.</p>
      ${field({ label: 'Id of the last event that the receiver has', name: 'replay-after', value: form.after, required: true,
        hint: '0 for all that are kept. The page Events shows ids.', oninput: (value) => { form.after = value.trim(); } })}`,
    confirm: 'Replay',
    done: `${name} is delivered to again`,
    action: () => ctx.api.post(path`webhooks/${name}:replay`, { after: form.after }),
  });
}

async function remove(name, ctx) {
  const gone = await ask(ctx, {
    title: `Delete webhook ${name}?`,
    text: 'Nothing is delivered to it any more; its dead letters go with it.',
    confirm: 'Delete webhook',
    danger: true,
    done: `Webhook ${name} is deleted`,
    action: () => ctx.api.del(path`webhooks/${name}`),
  });
  if (gone) ctx.navigate(hash(ctx.params, 'webhooks'));
}
