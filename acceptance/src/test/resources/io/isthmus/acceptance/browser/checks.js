// What every page has to keep, looked at as it is painted. Returns one line for each fault.
const faults = [];
const width = document.documentElement.clientWidth;

function name(element) {
  const id = element.id ? '#' + element.id : '';
  const kind = typeof element.className === 'string' && element.className.trim()
    ? '.' + element.className.trim().split(/\s+/).join('.')
    : '';
  return element.tagName.toLowerCase() + id + kind;
}

function words(text) {
  const line = text.trim().replace(/\s+/g, ' ');
  return '"' + (line.length > 40 ? line.slice(0, 40) + '…' : line) + '"';
}

// The part of a box that its ancestors let be seen, and whether one of them can be scrolled to the rest.
function visiblePart(box, element) {
  let { left, top, right, bottom } = box;
  let scrolls = false;
  let position = '';
  for (let parent = element; parent && parent !== document.body; parent = parent.parentElement) {
    if (position === 'fixed') break;
    const style = getComputedStyle(parent);
    // For screen readers alone.
    if (style.clipPath === 'inset(50%)') return { left, top, right: left, bottom: top, scrolls };
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
      const clip = parent.getBoundingClientRect();
      scrolls = scrolls || /auto|scroll/.test(style.overflowX);
      left = Math.max(left, clip.left);
      right = Math.min(right, clip.right);
      top = Math.max(top, clip.top);
      bottom = Math.min(bottom, clip.bottom);
    }
    position = style.position;
  }
  return { left, top, right, bottom, scrolls };
}

// Where text stands; a modal dialog is all that counts while it is open.
function textBoxes() {
  const modal = document.querySelector('dialog:modal');
  const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
  const boxes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || !element || /^(script|style|option|template|noscript)$/i.test(element.tagName)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const seen = visiblePart(box, element);
      if (seen.right - seen.left > 2 && seen.bottom - seen.top > 2) {
        boxes.push({ ...seen, fullRight: box.right, element, text: node.data });
      }
    }
  }
  return boxes;
}

// Lines stand closer than their boxes are high: only what really meets counts.
function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const lowest = Math.min(one.bottom - one.top, other.bottom - other.top);
  return across > 2 && down > Math.max(2, lowest * 0.35);
}

// A bar that stays while the page moves below it covers what passes, by purpose.
function layer(element) {
  for (let each = element; each; each = each.parentElement) {
    const position = getComputedStyle(each).position;
    if (position === 'fixed' || position === 'sticky') return each;
  }
  return null;
}

const boxes = textBoxes().sort((one, other) => one.top - other.top);
for (let i = 0; i < boxes.length; i++) {
  for (let j = i + 1; j < boxes.length && boxes[j].top < boxes[i].bottom; j++) {
    const [one, other] = [boxes[i], boxes[j]];
    if (one.element === other.element || !overlap(one, other)) continue;
    if (layer(one.element) !== layer(other.element)) continue;
    faults.push(`text overlaps: ${words(one.text)} in ${name(one.element)} and ${words(other.text)} in ${name(other.element)}`);
  }
}

for (const box of boxes) {
  if (!box.scrolls && box.fullRight > width + 1) {
    faults.push(`text leaves the page: ${words(box.text)} in ${name(box.element)}`);
  }
}
if (document.documentElement.scrollWidth > width + 1) {
  faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
}

const headings = [...document.querySelectorAll('h1')].filter((each) => each.checkVisibility());
if (headings.length !== 1) {
  faults.push(`${headings.length} h1: ${headings.map((each) => words(each.textContent)).join(', ')}`);
}
if (!document.querySelector('main')) faults.push('no main');
if (!document.title.trim()) faults.push('no title');
if (!document.documentElement.lang) faults.push('no language');

// Names come from words, never from the placeholder alone.
function isLabelled(control) {
  if (control.labels?.length && [...control.labels].some((label) => label.textContent.trim())) return true;
  if (control.getAttribute('aria-label')?.trim() || control.title.trim()) return true;
  const ids = (control.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  if (ids.some((id) => document.getElementById(id)?.textContent.trim())) return true;
  if (/^(input|select|textarea)$/i.test(control.tagName)) return control.type === 'submit' && !!control.value;
  return !!control.textContent.trim() || !!control.querySelector('title, [aria-label], img[alt]');
}

for (const control of document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button], [tabindex="0"]')) {
  if (control.type !== 'hidden' && control.checkVisibility() && !isLabelled(control)) {
    faults.push(`no name: ${control.outerHTML.slice(0, 120)}`);
  }
}
for (const table of document.querySelectorAll('table')) {
  if (table.checkVisibility() && !table.caption?.textContent.trim() && !table.getAttribute('aria-label')) {
    faults.push(`a table without caption: ${words(table.textContent)}`);
  }
}
return faults;
