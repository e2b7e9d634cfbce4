// What a form edits: a JSON document whose inputs are named by JSON pointers, as the controller
// names the place of an error. So an error finds its field without a table between the two.

/** @param {string} pointer such as /wanLinks/0/address */
export function put(draft, pointer, value) {
  const keys = pointer.split('/').slice(1);
  const last = keys.pop();
  const holder = keys.reduce((at, key) => at[key], draft);
  holder[last] = value;
}

/**
 * Handlers of a form. Typing is only noted; what may change other parts of the form, a choice or a
 * tick, renders it again.
 */
export function editing(draft, update) {
  const note = (event) => {
    const { name, type, checked, value } = event.target;
    if (name.startsWith('/')) put(draft, name, type === 'checkbox' ? checked : value);
  };
  return {
    input: note,
    change: (event) => {
      note(event);
      if (event.target.type === 'checkbox' || event.target.tagName === 'SELECT') update();
    },
  };
}

/**
 * Handlers of a form that shows its plan: what is changed puts the plan away. A field without a name
 * changes nothing.
 *
 * @param {{draft: object, preview?: object}} form its state
 * @returns {{input: Function, change: Function, update: () => void}} `update` for what buttons change
 */
export function editingWithPlan(form, render) {
  const update = () => {
    form.preview = null;
    render();
  };
  const on = editing(form.draft, update);
  const noted = (handle) => (event) => {
    if (!event.target.name) return;
    handle(event);
    if (form.preview) update();
  };
  return { input: noted(on.input), change: noted(on.change), update };
}

/** Lines, commas and blanks part the items of a list that is typed as text. */
export const items = (text) => text.split(/[\s,]+/).filter((item) => item !== '');

/** A number as typed; what is none goes to the controller as it is, which says what is wrong. */
export function number(text) {
  const trimmed = String(text ?? '').trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isNaN(value) ? trimmed : value;
}

/** Megabits per second as typed, in bits per second. */
export function megabits(text) {
  const value = number(text);
  return typeof value === 'number' ? Math.round(value * 1e6) : value;
}

export const inMegabits = (bps) => (bps === undefined ? '' : String(bps / 1e6));

/** Without what is empty: it is absent then. */
export function compact(values) {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  );
}
