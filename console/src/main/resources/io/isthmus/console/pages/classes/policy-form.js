// How a class chooses among its overlays.
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { STRATEGIES, STRATEGY_NAMES } from '../shared/causes.js';

const strategies = Object.entries(STRATEGY_NAMES).map(([value, label]) => ({ value, label }));

export function policyFields({ steering }, overlays, errors, update) {
  const choice = (name, label, options, hint) => field({
    label, name: `/steering/${name}`, type: 'select', value: steering[name], hint,
    options: Object.entries(options).map(([value, text]) => ({ value, label: text })), error: errors.at(`/steering/${name}`),
  });
  return html`<fieldset>
    <legend>Steering</legend>
    ${overlayOrder(steering, overlays, errors, update)}
    <div class="form-grid">
      ${field({ label: 'Strategy', name: '/steering/strategy', type: 'select', value: steering.strategy, options: strategies,
        hint: `It takes ${STRATEGIES[steering.strategy]}.`, error: errors.at('/steering/strategy') })}
      ${choice('mode', 'Who moves the class', { DYNAMIC: 'The edges, at once', STATIC: 'Requests alone' })}
      ${choice('whenNoneCompliant', 'If none keeps the objective', {
        BEST_AVAILABLE: 'Take the closest', KEEP_CURRENT: 'Stay where it is', DROP: 'Drop its packets' })}
      ${choice('whenNoPath', 'If no overlay joins two edges', { FALL_BACK: 'Travel as default class', DROP: 'Drop its packets' })}
      ${choice('existingFlows', 'Running flows', { MOVE_NOW: 'Move with the class', STICKY: 'Stay while their path lives' })}
      ${field({ label: 'Hold-down (ms)', name: '/steering/holdDownMs', value: steering.holdDownMs, error: errors.at('/steering/holdDownMs'),
        hint: 'How long a better ranked tunnel has to be good before the class returns to it.' })}
      ${field({ label: 'Strategy that is only watched', name: '/steering/shadow', type: 'select', value: steering.shadow,
        options: [{ value: '', label: 'None' }, ...strategies], error: errors.at('/steering/shadow'),
        hint: 'SLA compliance then says how it would have fared.' })}
    </div>
  </fieldset>`;
}

function overlayOrder(steering, overlays, errors, update) {
  const unused = overlays.filter((name) => !steering.overlays.includes(name));
  const error = errors.at('/steering/overlays') ?? errors.at('/steering/weights');
  const change = (work) => () => {
    work();
    update();
  };
  const swap = (i, j) => change(() => {
    [steering.overlays[i], steering.overlays[j]] = [steering.overlays[j], steering.overlays[i]];
  });
  return html`<div class="field ${error ? 'invalid' : ''}" role="group" aria-labelledby="overlay-order">
    <p class="group-label" id="overlay-order">Overlays that may carry it${steering.strategy === 'PREFERRED' ? ', the preferred first' : ''}</p>
    <ol class="overlay-order">
      ${steering.overlays.map((name, i) => html`<li>
        <span>${name}</span>
        ${steering.strategy === 'LOAD_BALANCE' ? html`<label class="weight"><span>Weight<span class="visually-hidden"> of ${name}</span></span>
          <input type="number" min="1" max="100" name=${`/steering/weights/${name}`} .value=${steering.weights[name] ?? '1'}></label>` : nothing}
        <button type="button" class="button small quiet" aria-label=${`Move ${name} up`} ?disabled=${i === 0} @click=${swap(i, i - 1)}>↑</button>
        <button type="button" class="button small quiet" aria-label=${`Move ${name} down`} ?disabled=${i === steering.overlays.length - 1} @click=${swap(i, i + 1)}>↓</button>
        <button type="button" class="button small quiet" aria-label=${`Take ${name} out`} @click=${change(() => steering.overlays.splice(i, 1))}>✕</button>
      </li>`)}
    </ol>
    ${steering.overlays.length === 0 ? html`<p class="hint">None yet.</p>` : nothing}
    ${unused.length ? html`<p class="button-row"><span class="muted">Add</span>${unused.map((name) => html`
      <button type="button" class="button small" @click=${change(() => steering.overlays.push(name))}>${name}</button>`)}</p>` : nothing}
    ${error ? html`<p class="error">${error}</p>` : nothing}
  </div>`;
}
