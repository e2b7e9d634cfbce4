// What ends an edge: it is trusted no more, or taken out of the network.
import { path } from '../../api.js';
import { html, nothing } from '../../lib.js';
import { count } from '../../kit/format.js';
import { field, problemBox } from '../../kit/form.js';
import { ask, told } from '../shared/act.js';
import { hash } from '../shared/links.js';
import { planView, planWithout } from '../shared/plan.js';

export function actions(edge, { status, paths, overlays }, ctx) {
  const kept = overlays.length > 0 ? `First take it out of ${overlays.map(({ name }) => name).join(', ')}.` : '';
  return html`
    ${ctx.me.can('operator') && status.standing !== 'REVOKED'
      ? html`<button class="button danger" type="button" @click=${() => revoke(edge, paths, ctx)}>
          Revoke
        </button>`
      : nothing}
    ${ctx.me.can('orchestrator')
      ? html`<button
            class="button danger"
            type="button"
            ?disabled=${kept !== ''}
            aria-describedby="why-kept"
            @click=${() => remove(edge, ctx)}
          >
            Delete
          </button>
          <span id="why-kept" class="muted">${kept}</span>`
      : nothing}
  `;
}

async function revoke(edge, paths, ctx) {
  const form = { reason: '', busy: false, problem: null };
  const answer = await ctx.dialog.open(
    ({ close, update }) => {
      const go = async (event) => {
        event.preventDefault();
        form.busy = true;
        update();
        try {
          close(await ctx.api.post(path`edges/${edge.name}:revoke`, { reason: form.reason.trim() }));
        } catch (problem) {
          form.problem = problem;
          form.busy = false;
          update();
        }
      };
      return revocation(edge, paths, form, { go, cancel: () => close() });
    },
    { title: `Trust ${edge.name} no more?`, size: 'small' },
  );
  if (answer) told(ctx, `Edge ${edge.name} is revoked`, answer);
}

function revocation(edge, paths, form, { go, cancel }) {
  return html`<form @submit=${go}>
    <div class="prose">
      <p>At once:</p>
      <ul>
        <li>its connection to the controller closes, its certificates and open tokens are refused;</li>
        <li>all other edges remove their tunnels to it (${count(paths.length)} paths);</li>
        <li>nothing reaches what is behind it any more.</li>
      </ul>
      <p>What is declared of it stays. A new enrolment token lets a device in again.</p>
    </div>
    ${field({
      label: 'Reason',
      name: 'reason',
      value: form.reason,
      required: true,
      placeholder: 'device stolen',
      hint: 'For the audit log, and shown with the edge.',
      error: form.problem?.at?.('reason'),
      oninput: (text) => {
        form.reason = text;
      },
    })}
    ${problemBox(form.problem, ['reason'])}
    <footer>
      <button class="button" type="button" @click=${cancel}>Cancel</button>
      <button class="button danger" ?disabled=${form.busy}>
        ${form.busy ? 'One moment …' : 'Revoke edge'}
      </button>
    </footer>
  </form>`;
}

async function remove(edge, ctx) {
  let difference;
  try {
    difference = await planWithout(ctx.api, 'edges', edge.name);
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    ctx.toast(problem.detail, { kind: 'bad' });
    return;
  }
  const gone = await ask(ctx, {
    title: `Delete edge ${edge.name}?`,
    text: html`<p>It is taken out of the network, with its links, segments and tunnels.</p>
      ${planView(difference)}`,
    confirm: 'Delete edge',
    danger: true,
    done: `Edge ${edge.name} is deleted`,
    action: () => ctx.api.del(path`edges/${edge.name}`),
  });
  if (gone) ctx.navigate(hash(ctx.params, 'edges'));
}
