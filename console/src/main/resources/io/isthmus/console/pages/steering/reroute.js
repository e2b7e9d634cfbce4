// Moves a class: which overlays carry it, how firmly and for how long.
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { submit } from '../shared/act.js';
import { compact, editing, number } from '../shared/draft.js';
import { anyOf } from '../shared/filters.js';
import { hash } from '../shared/links.js';
import { fieldErrors, problemBox } from '../shared/problem.js';
import { placesNow } from './places-now.js';

const WAIT_SECONDS = 5;
const EXPIRIES = [
  { value: '', label: 'Until it is withdrawn' },
  { value: '300', label: '5 minutes' }, { value: '900', label: '15 minutes' }, { value: '3600', label: '1 hour' },
  { value: '14400', label: '4 hours' }, { value: '86400', label: '1 day' }, { value: '604800', label: '1 week' },
];

/** @param {{classes: object[], edges: string[]}} data */
export function rerouteForm({ classes, edges }, ctx) {
  if (classes.length === 0) return html`<p class="note">There is no traffic class yet: make one first.</p>`;
  ctx.state.form ??= { draft: draftOf(classes, ctx.params.query) };
  const form = ctx.state.form;
  const { draft } = form;
  const declared = classes.find((each) => each.name === draft.trafficClass) ?? classes[0];
  const errors = fieldErrors(form.problem);
  const on = editing(draft, () => {
    if (draft.trafficClass !== draft.overlaysOf) takeOverlays(draft, classes);
    ctx.update();
  });
  const one = (label, name, options, hint) => field({
    label, name: `/${name}`, type: 'select', value: draft[name], options, hint, error: errors.at(`/${name}`) });
  return html`<form class="card form" aria-label="Move a class" @input=${on.input} @change=${on.change}
    @submit=${(event) => { event.preventDefault(); send(ctx, form, declared); }}>
    ${problemBox(form.problem)}
    <div class="form-grid">
      ${one('Traffic class', 'trafficClass', classes.map((each) => each.name))}
      ${one('From edge', 'sourceEdge', anyOf('Every edge', edges))}
      ${one('To edge', 'destinationEdge', anyOf('Every edge', edges))}
      ${one('Answers', 'direction', [{ value: 'BOTH', label: 'Move with it' }, { value: 'SOURCE_TO_DESTINATION', label: 'Stay where they are' }])}
    </div>
    ${placesNow(draft, ctx)}
    ${overlayPicker(draft, declared, errors)}
    <div class="form-grid">
      ${one('How firmly', 'hold', [
        { value: 'PREFER', label: 'Prefer it, unless the SLA is broken' },
        { value: 'PIN', label: 'Pin: left only when its path is dead' }],
      declared.steering.mode === 'STATIC' ? 'The class is static: edges leave dead paths alone either way.' : undefined)}
      ${one('For how long', 'expiresInSeconds', EXPIRIES)}
    </div>
    ${field({ label: 'Reason', name: '/reason', value: draft.reason, error: errors.at('/reason'),
      hint: 'For people who read the history, such as "maintenance on the internet line".' })}
    <div class="form-actions">
      <button class="button primary" type="submit" ?disabled=${form.busy || picked(draft).length === 0}>${form.busy ? 'One moment …' : 'Move the class'}</button>
      <a class="button" href=${hash(ctx.params, 'steering')}>Cancel</a>
    </div>
  </form>`;
}

function draftOf(classes, query) {
  const draft = {
    trafficClass: classes.some((each) => each.name === query.get('trafficClass')) ? query.get('trafficClass') : classes[0].name,
    sourceEdge: query.get('sourceEdge') ?? '', destinationEdge: query.get('destinationEdge') ?? '',
    direction: 'BOTH', hold: 'PREFER', expiresInSeconds: '', reason: '', overlays: {}, weights: {},
  };
  return takeOverlays(draft, classes);
}

function takeOverlays(draft, classes) {
  const declared = classes.find((each) => each.name === draft.trafficClass);
  draft.overlaysOf = draft.trafficClass;
  draft.overlays = Object.fromEntries(declared.steering.overlays.map((name) => [name, false]));
  draft.weights = Object.fromEntries(declared.steering.overlays.map((name) => [name, '1']));
  return draft;
}

const picked = (draft) => Object.keys(draft.overlays).filter((name) => draft.overlays[name]);

function overlayPicker(draft, declared, errors) {
  const several = picked(draft).length > 1;
  const error = errors.at('/overlays') ?? errors.at('/overlay');
  return html`<fieldset class=${error ? 'field invalid' : ''}>
    <legend>To which overlay</legend>
    <p class="hint">Those that the class may use. Several share its flows by weight.</p>
    <div class="choices">${declared.steering.overlays.map((name) => html`<div class="choice">
      ${field({ label: name, name: `/overlays/${name}`, type: 'checkbox', value: draft.overlays[name] })}
      ${several && draft.overlays[name] ? field({ label: html`Weight<span class="visually-hidden"> of ${name}</span>`, name: `/weights/${name}`,
        type: 'number', min: 1, max: 256, value: draft.weights[name] }) : nothing}
    </div>`)}</div>
    ${error ? html`<p class="error">${error}</p>` : nothing}
  </fieldset>`;
}

/** Whoever presses again because no answer came moves the class once. */
function keyOf(form, body) {
  const asked = JSON.stringify(body);
  if (form.asked !== asked) {
    form.asked = asked;
    form.key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  return form.key;
}

async function send(ctx, form, declared) {
  const { draft } = form;
  const overlays = picked(draft);
  const body = compact({
    trafficClass: declared.name,
    sourceEdge: draft.sourceEdge, destinationEdge: draft.destinationEdge,
    direction: draft.direction, hold: draft.hold,
    expiresInSeconds: number(draft.expiresInSeconds), reason: draft.reason.trim(),
    ...(overlays.length === 1 ? { overlay: overlays[0] }
      : { overlays: overlays.map((overlay) => ({ overlay, weight: number(draft.weights[overlay]) })) }),
  });
  const answer = await submit(ctx, form, () =>
    ctx.api.post('steering-decisions', body, { wait: WAIT_SECONDS, headers: { 'Idempotency-Key': keyOf(form, body) } }));
  if (!answer) return;
  ctx.toast(`${declared.name} is being moved`, { kind: 'ok' });
  ctx.navigate(hash(ctx.params, 'steering', [answer.body.id], { operation: answer.operation ?? answer.body.operation?.id }));
}
