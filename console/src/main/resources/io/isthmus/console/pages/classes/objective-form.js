// What a class needs: a row for each metric.
import { html, nothing } from '../../lib.js';
import { field } from '../../kit/form.js';
import { fillIn, PRESETS } from './draft.js';
import { METRICS } from './objective.js';

const PRESET_NAMES = { VOICE: 'Voice', VIDEO: 'Video', INTERACTIVE: 'Interactive', BULK: 'Bulk transfers' };

export function objectiveFields(draft, errors, update) {
  return html`<fieldset>
    <legend>Objective</legend>
    <div class="button-row preset-row" role="group" aria-label="Usual objectives">
      <span class="muted">Fill in what is usual for</span>
      ${Object.keys(PRESETS).map((preset) => html`<button type="button" class="button small" @click=${() => {
        fillIn(draft, preset);
        update();
      }}>${PRESET_NAMES[preset]}</button>`)}
    </div>
    <p class="hint">A violation begins when a value is beyond the first limit for its time, and ends when it is within the second for its.
      With nothing ticked, every tunnel whose path is up will do.</p>
    ${errors.at('/sla') && !METRICS.some(({ key }) => errorOf(key, errors)) ? html`<p class="error">${errors.at('/sla')}</p>` : nothing}
    ${METRICS.map((metric) => threshold(metric, draft.sla[metric.key], errors))}
  </fieldset>`;
}

/** What is wrong between thresholds is told of the objective, and begins with the one that is meant. */
function errorOf(key, errors) {
  const general = errors.at('/sla');
  return errors.at(`/sla/${key}`) ?? (general?.startsWith(`${key} `) ? general : undefined);
}

function threshold({ key, label, unit, below }, { on, enter, exit, enterWindowMs, exitWindowMs }, errors) {
  const at = `/sla/${key}`;
  const of = (part, text, value, by) => field({
    label: html`<span class="visually-hidden">${label}: </span>${text}${by ? ` (${by})` : ''}`,
    name: `${at}/${part}`, value, type: 'text', error: errors.at(`${at}/${part}`),
  });
  const parts = ['enter', 'exit', 'enterWindowMs', 'exitWindowMs'];
  const whole = parts.some((part) => errors.at(`${at}/${part}`)) ? undefined : errorOf(key, errors);
  return html`<div class="threshold ${on ? 'on' : ''}" role="group" aria-label=${label}>
    ${field({ label, name: `${at}/on`, type: 'checkbox', value: on, error: whole })}
    ${on ? html`<div class="threshold-fields">
      ${of('enter', below ? 'Broken above' : 'Broken below', enter, unit)}
      ${of('enterWindowMs', 'for', enterWindowMs, 'ms')}
      ${of('exit', below ? 'Kept again at most' : 'Kept again at least', exit, unit)}
      ${of('exitWindowMs', 'for', exitWindowMs, 'ms')}
    </div>` : nothing}
  </div>`;
}
