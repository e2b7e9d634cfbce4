// Step 3: whether the edge has joined, is connected, and carries what it should.
import { html, nothing } from '../../lib.js';
import { shape } from '../../kit/badge.js';
import { count, time } from '../../kit/format.js';
import { section } from '../../kit/page.js';
import { decision, grouped } from '../enrollment/requests.js';
import { hash } from '../shared/links.js';
import { refusals } from '../shared/refusals.js';
import { worstPathState } from '../shared/states.js';

export function arrival(data, ctx) {
  const stages = stagesOf(data, ctx.state.token);
  const reached = stages.filter((stage) => stage.kind === 'ok').length;
  const done = reached === stages.length;
  return html`
    ${section({
      title: done ? `${data.edge} is in the network` : `Waiting for ${data.edge}`,
      sub: done ? 'Nothing is left to do.' : 'This page follows by itself; you may leave it.',
      body: html`
        <progress max=${stages.length} value=${reached} aria-label="Steps of joining that are done"></progress>
        <ol class="stages" aria-live="polite">
          ${stages.map(
            (stage) => html`<li class=${stage.kind}>
              ${shape(stage.kind)}
              <span><strong>${stage.label}</strong> <span class="muted">${stage.text}</span></span>
            </li>`,
          )}
        </ol>
        ${data.requests.map((request) => requestView(request, ctx))}
        ${data.status.errors?.length
          ? html`<h3>Why it refused</h3>
              ${refusals(data.status.errors)}`
          : nothing}
      `,
    })}
    <div class="form-actions">
      ${done
        ? nothing
        : html`<a class="button" href=${hash(ctx.params, 'add-site', [], { edge: data.edge })}
            >Back to the snippet</a
          >`}
      <a class=${done ? 'button primary' : 'button'} href=${hash(ctx.params, 'edges', [data.edge])}
        >To the edge</a
      >
    </div>
  `;
}

function requestView(request, ctx) {
  return html`<div class="note warn">
    <p>
      A device at ${request.from} asks to be ${request.edge}. The fingerprint of its key is
      <code class="fingerprint">${grouped(request.keyFingerprint)}</code>
    </p>
    ${decision(request, ctx)}
  </div>`;
}

function stagesOf({ status, tunnels, requests }, token) {
  return [
    { label: 'Declared', kind: 'ok', text: `in revision ${status.plannedRevision}` },
    joined(status.identity, requests, token),
    connected(status),
    inSync(status),
    ...(tunnels.length === 0 ? [] : [carrying(tunnels)]),
  ];
}

/** With a token of this visit, an identity from before it is another device's. */
function joined(identity, requests, token) {
  const label = 'Joined';
  if (requests.length > 0) return { label, kind: 'warn', text: 'waits for your decision' };
  const fresh = !token || Date.parse(identity?.enrolledAt) >= Date.parse(token.createdAt);
  return identity?.state === 'ACTIVE' && fresh
    ? { label, kind: 'ok', text: `at ${time(identity.enrolledAt)}` }
    : { label, kind: 'unknown', text: 'runs the snippet, shows its token and gets a certificate' };
}

function connected({ connection, agent }) {
  const label = 'Connected';
  return connection === 'CONNECTED'
    ? { label, kind: 'ok', text: agent ? `agent ${agent.version}` : '' }
    : { label, kind: 'unknown', text: 'its agent dials in' };
}

function inSync({ configState, appliedRevision, connection }) {
  const label = 'In sync';
  if (configState === 'REFUSED') return { label, kind: 'bad', text: 'it refused its configuration' };
  return configState === 'IN_SYNC' && connection === 'CONNECTED'
    ? { label, kind: 'ok', text: `carries revision ${appliedRevision}` }
    : { label, kind: 'unknown', text: 'it builds its interfaces, tunnels and routes' };
}

function carrying(tunnels) {
  const up = tunnels.filter(
    (tunnel) => worstPathState(tunnel.pathState, tunnel.remotePathState) === 'UP',
  ).length;
  return {
    label: 'Tunnels up',
    kind: up === tunnels.length ? 'ok' : up > 0 ? 'warn' : 'unknown',
    text: `${count(up)} of ${count(tunnels.length)}`,
  };
}
