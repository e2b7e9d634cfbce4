// Step 2: a token, and what starts the edge with it. The token is shown this once.
import { html, nothing } from '../../lib.js';
import { copyButton } from '../../kit/copy.js';
import { time } from '../../kit/format.js';
import { field } from '../../kit/form.js';
import { section } from '../../kit/page.js';
import { submit } from '../shared/act.js';
import { editing } from '../shared/draft.js';
import { hash } from '../shared/links.js';
import { fieldErrors, problemBox } from '../shared/problem.js';

export const FORMATS = [
  { id: 'shell', label: 'Shell' },
  { id: 'cloud-init', label: 'cloud-init' },
  { id: 'docker', label: 'Docker' },
  { id: 'kubernetes', label: 'Kubernetes' },
];
/** Stands in a snippet where the token belongs. */
const PLACEHOLDER = 'PUT-THE-ENROLLMENT-TOKEN-HERE';
const LIFETIMES = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
];

export function joining(data, ctx) {
  const { token } = ctx.state;
  return html`
    ${token ? nothing : tokenForm(data, ctx)}
    ${section({
      title: `What starts ${data.edge}`,
      sub: token
        ? html`With the token in it, which is shown this once and ends ${time(token.expiresAt)}.`
        : 'Without a token yet: make one above.',
      body: snippets(data.snippets, token?.join.token, ctx),
    })}
    <div class="form-actions">
      <a class="button" href=${hash(ctx.params, 'edges', [data.edge])}>Later</a>
      <a
        class=${token ? 'button primary' : 'button'}
        href=${hash(ctx.params, 'add-site', [], { edge: data.edge, step: 3 })}
        >Wait for it</a
      >
    </div>
  `;
}

function tokenForm({ edge, status }, ctx) {
  if (!ctx.me.can('operator')) {
    return html`<p class="note">
      To make a token one needs the role operator: ask an operator for one, and put it where the
      snippet says.
    </p>`;
  }
  const form = (ctx.state.tokenForm ??= { draft: { ttlSeconds: '3600', approval: false } });
  const errors = fieldErrors(form.problem);
  const on = editing(form.draft, () => ctx.update());
  const make = async (event) => {
    event.preventDefault();
    const answer = await submit(ctx, form, () =>
      ctx.api.post('enrollment-tokens', {
        edge,
        ttlSeconds: Number(form.draft.ttlSeconds),
        approval: form.draft.approval ? 'NEEDED' : 'GIVEN',
      }),
    );
    if (!answer) return;
    ctx.state.token = answer.body;
    ctx.update();
  };
  return section({
    title: 'Token',
    sub: 'For this edge, and one use.',
    body: html`<form @submit=${make} @input=${on.input} @change=${on.change}>
      ${problemBox(form.problem)}
      ${status.identity?.state === 'ACTIVE'
        ? html`<p class="note warn">
            A device is this edge already. When another joins with the token, its identity ends.
          </p>`
        : nothing}
      <div class="form-grid">
        ${field({
          label: 'Valid for',
          name: '/ttlSeconds',
          type: 'select',
          value: form.draft.ttlSeconds,
          options: LIFETIMES,
          error: errors.at('/ttlSeconds'),
        })}
        ${field({
          label: 'I approve the device before it gets in',
          name: '/approval',
          type: 'checkbox',
          value: form.draft.approval,
          hint: 'You compare the fingerprint of its key in the next step.',
          error: errors.at('/approval'),
        })}
      </div>
      <div class="form-actions">
        <button class="button primary" ?disabled=${form.busy}>
          ${form.busy ? 'One moment …' : 'Make the token'}
        </button>
      </div>
    </form>`,
  });
}

function snippets(texts, secret, ctx) {
  const format = ctx.state.format ?? FORMATS[0].id;
  const text = secret ? texts[format].replaceAll(PLACEHOLDER, () => secret) : texts[format];
  const label = FORMATS.find(({ id }) => id === format).label;
  const choose = (id) => () => {
    ctx.state.format = id;
    ctx.update();
  };
  return html`
    <div class="choice-bar" role="group" aria-label="Where it runs">
      ${FORMATS.map(
        ({ id, label: word }) => html`<button
          class="button small"
          type="button"
          aria-pressed=${id === format ? 'true' : 'false'}
          @click=${choose(id)}
        >
          ${word}
        </button>`,
      )}
    </div>
    <div class="snippet">
      <pre tabindex="0" role="group" aria-label=${`Snippet for ${label}`}><code>${text}</code></pre>
      <div class="button-row">
        ${copyButton(text, `Copy for ${label}`)}
        ${secret ? copyButton(secret, 'Copy the token alone') : nothing}
      </div>
    </div>
  `;
}
