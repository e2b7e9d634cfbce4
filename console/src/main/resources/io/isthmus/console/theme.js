/** Light or dark: as the system says, or as was chosen here. */
const KEY = 'isthmus.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set();

apply();
dark.addEventListener('change', apply);

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function apply() {
  document.documentElement.dataset.theme = current();
  listeners.forEach((listener) => listener(current()));
}

/** @returns {'light' | 'dark'} */
export function current() {
  return stored() || (dark.matches ? 'dark' : 'light');
}

export function toggle() {
  const next = current() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without a store the choice lasts as long as the page.
  }
  apply();
}

/** Tells of changes; the answer ends that. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A colour of the design tokens as `rgb(…)`, for what CSS does not reach: canvases. */
export function color(name) {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}
