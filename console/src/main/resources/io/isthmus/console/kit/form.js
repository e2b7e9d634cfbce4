import { html, ifDefined, live, nothing } from '../lib.js';

let lastId = 0;
const ids = new Map();

/**
 * A control with its label, hint and error.
 *
 * @param {{label: string, name: string, value?: any, hint?: unknown, error?: string,
 *   type?: 'text'|'number'|'password'|'search'|'select'|'textarea'|'checkbox'|'datetime-local',
 *   options?: (string|{value: string, label: string})[], required?: boolean, disabled?: boolean|string,
 *   placeholder?: string, autocomplete?: string, rows?: number, min?: any, max?: any, step?: any,
 *   oninput?: (value: any, event: Event) => void, onchange?: (value: any, event: Event) => void,
 *   mono?: boolean, hideLabel?: boolean, autofocus?: boolean}} field
 *   `disabled` may be the reason, which is then shown as the hint
 */
export function field(field) {
  const id = idOf(field.name);
  const hint = typeof field.disabled === 'string' ? field.disabled : field.hint;
  const described = [hint ? `${id}-hint` : '', field.error ? `${id}-error` : ''].join(' ').trim();
  const control = { ...field, id, described, disabled: Boolean(field.disabled) };
  return html`
    <div class="field ${field.type === 'checkbox' ? 'check' : ''} ${field.error ? 'invalid' : ''}">
      <label for=${id} class=${field.hideLabel ? 'visually-hidden' : ''}>${field.label}${
        field.required ? html`<span class="required" aria-hidden="true"> *</span>` : nothing}</label>
      ${(controls[field.type] || input)(control)}
      ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : nothing}
      ${field.error ? html`<p class="error" id=${`${id}-error`}>${field.error}</p>` : nothing}
    </div>`;
}

const controls = { select, textarea, checkbox };

function input(f) {
  return html`<input id=${f.id} name=${f.name} type=${f.type || 'text'} class=${f.mono ? 'mono' : ''}
    .value=${live(String(f.value ?? ''))} ?required=${f.required} ?disabled=${f.disabled} ?autofocus=${f.autofocus}
    placeholder=${ifDefined(f.placeholder)} autocomplete=${f.autocomplete || 'off'}
    min=${ifDefined(f.min)} max=${ifDefined(f.max)} step=${ifDefined(f.step)} spellcheck="false"
    aria-invalid=${f.error ? 'true' : 'false'} aria-describedby=${ifDefined(f.described || undefined)}
    @input=${(e) => f.oninput?.(valueOf(e.target), e)} @change=${(e) => f.onchange?.(valueOf(e.target), e)}>`;
}

function select(f) {
  const options = (f.options || []).map((o) => (typeof o === 'string' ? { value: o, label: o } : o));
  return html`<select id=${f.id} name=${f.name} ?required=${f.required} ?disabled=${f.disabled}
    aria-invalid=${f.error ? 'true' : 'false'} aria-describedby=${ifDefined(f.described || undefined)}
    .value=${live(String(f.value ?? ''))}
    @change=${(e) => { f.oninput?.(e.target.value, e); f.onchange?.(e.target.value, e); }}>
    ${options.map((o) => html`<option value=${o.value} ?selected=${String(f.value ?? '') === o.value}>${o.label}</option>`)}
  </select>`;
}

function textarea(f) {
  return html`<textarea id=${f.id} name=${f.name} rows=${f.rows || 6} class=${f.mono ? 'mono' : ''}
    ?required=${f.required} ?disabled=${f.disabled} spellcheck="false" placeholder=${ifDefined(f.placeholder)}
    aria-invalid=${f.error ? 'true' : 'false'} aria-describedby=${ifDefined(f.described || undefined)}
    .value=${live(String(f.value ?? ''))}
    @input=${(e) => f.oninput?.(e.target.value, e)} @change=${(e) => f.onchange?.(e.target.value, e)}></textarea>`;
}

function checkbox(f) {
  return html`<input id=${f.id} name=${f.name} type="checkbox" .checked=${live(Boolean(f.value))}
    ?disabled=${f.disabled} aria-describedby=${ifDefined(f.described || undefined)}
    @change=${(e) => { f.oninput?.(e.target.checked, e); f.onchange?.(e.target.checked, e); }}>`;
}

function valueOf(element) {
  if (element.type !== 'number') return element.value;
  return element.value === '' ? undefined : element.valueAsNumber;
}

/** The same for the same name, so that what is typed in keeps its label. */
function idOf(name) {
  if (!ids.has(name)) ids.set(name, `f${++lastId}-${name.replaceAll(/[^\w-]/g, '-')}`);
  return ids.get(name);
}

/** What a form holds: checkboxes as booleans, numbers as numbers, empty texts left out. */
export function valuesOf(form) {
  const values = {};
  for (const element of form.elements) {
    if (!element.name || element.disabled) continue;
    const value = element.type === 'checkbox' ? element.checked : valueOf(element);
    if (value !== '' && value !== undefined) values[element.name] = value;
  }
  return values;
}

/** What is wrong and belongs to no field of the form. @param {string[]} shownAtFields */
export function problemBox(problem, shownAtFields = []) {
  if (!problem) return nothing;
  const others = (problem.errors || []).filter((e) => !shownAtFields.some((name) => problem.at(name) === e.message));
  return html`<div class="problem" role="alert">
    <p><strong>${problem.detail || problem.message}</strong> ${problem.code ? html`<code>${problem.code}</code>` : nothing}</p>
    ${others.length ? html`<ul>${others.map((e) => html`<li>${e.field || e.parameter || e.resource
      ? html`<code>${e.field || e.parameter || e.resource}</code> ` : nothing}${e.message}</li>`)}</ul>` : nothing}
  </div>`;
}
