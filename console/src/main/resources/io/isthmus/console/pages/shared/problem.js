// Errors of a request beside the form that made it: each at its field, all of them above it.
import { html, nothing } from '../../lib.js';

/**
 * Errors by the pointer of their field.
 *
 * @param {?{errors?: {field?: string, message: string}[]}} problem
 * @param {string} [prefix] where in the request the form's document was
 */
export function fieldErrors(problem, prefix = '') {
  const found = new Map();
  for (const error of problem?.errors ?? []) {
    if (error.field?.startsWith(prefix)) {
      const pointer = error.field.slice(prefix.length);
      found.set(pointer, [found.get(pointer), error.message].filter(Boolean).join('; '));
    }
  }
  return {
    /** Of the field itself, or of an item within it, where the field is a list typed as text. */
    at: (pointer) =>
      found.get(pointer) ??
      [...found].find(([key]) => key.startsWith(`${pointer}/`))?.[1] ??
      undefined,
  };
}

/** Above a form; takes the focus of nobody, and is read out. */
export function problemBox(problem) {
  if (!problem) return nothing;
  const errors = problem.errors ?? [];
  return html`
    <div class="problem" role="alert" tabindex="-1">
      <p class="problem-title">${errors.length === 1 ? errors[0].message : problem.detail}</p>
      ${errors.length > 1
        ? html`<ul>
            ${errors.map(
              (error) => html`<li>
                ${place(error) ? html`<code>${place(error)}</code>: ` : nothing}${error.message}
              </li>`,
            )}
          </ul>`
        : nothing}
      <p class="problem-code">${problem.code ? html`<code>${problem.code}</code>` : nothing}</p>
    </div>
  `;
}

function place(error) {
  return error.resource ?? error.field ?? error.parameter;
}
