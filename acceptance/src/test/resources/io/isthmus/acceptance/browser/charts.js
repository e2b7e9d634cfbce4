// Text within charts is painted, and no element of the page: the chart itself tells where it stands.
// Calls its last argument with one line for each text that another overlaps, or that is cut off.
const done = arguments[arguments.length - 1];
const module = performance.getEntriesByType('resource').find(({ name }) => name.includes('/echarts.esm'));
const boxes = [...document.querySelectorAll('.chart')].filter((box) => box.checkVisibility());

const frame = () => new Promise(requestAnimationFrame);

// A chart follows a new width and a new look within a few frames.
async function settled() {
  for (let i = 0; i < 4; i++) await frame();
}

function corners(rect, transform) {
  const { x, y, width, height } = rect;
  const [a, b, c, d, e, f] = transform ?? [1, 0, 0, 1, 0, 0];
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    .map(([px, py]) => [a * px + c * py + e, b * px + d * py + f]);
}

const along = (shape, [nx, ny]) => {
  const all = shape.map(([x, y]) => x * nx + y * ny);
  return [Math.min(...all), Math.max(...all)];
};

// Along each side of either, as the texts of a map are turned; a pixel or two is the air around letters.
function overlap(one, other) {
  const sides = [one, other].flatMap((shape) => [[shape[0], shape[1]], [shape[1], shape[2]]]);
  return sides.every(([[x1, y1], [x2, y2]]) => {
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const direction = [(x2 - x1) / length, (y2 - y1) / length];
    const [from, to] = along(one, direction);
    const [otherFrom, otherTo] = along(other, direction);
    return Math.min(to, otherTo) - Math.max(from, otherFrom) > 2;
  });
}

const leaves = (shape, left, top, right, bottom) =>
  shape.some(([x, y]) => x < left - 1.5 || x > right + 1.5 || y < top - 1.5 || y > bottom + 1.5);

const outside = (shape, left, top, right, bottom) =>
  shape.every(([x]) => x < left) || shape.every(([x]) => x > right) || shape.every(([, y]) => y < top) || shape.every(([, y]) => y > bottom);

function clips(element) {
  return (element.__clipPaths ?? []).map((clip) => {
    const shape = corners(clip.getBoundingRect(), clip.transform);
    return [...along(shape, [1, 0]), ...along(shape, [0, 1])];
  }).map(([left, right, top, bottom]) => [left, top, right, bottom]);
}

function faultsOf(chart) {
  const faults = [];
  const render = chart.getZr();
  render.flush();
  const texts = render.storage.getDisplayList(true)
    .filter((each) => each.type === 'tspan' && each.style.text?.trim() && !each.invisible && each.style.opacity !== 0)
    .map((each) => ({ words: each.style.text, shape: corners(each.getBoundingRect(), each.transform), clips: clips(each) }))
    .filter(({ shape, clips }) => !clips.some((clip) => outside(shape, ...clip)));
  texts.forEach((one, i) => {
    if (leaves(one.shape, 0, 0, render.getWidth(), render.getHeight())) faults.push(`text leaves the chart: "${one.words}"`);
    if (one.clips.some((clip) => leaves(one.shape, ...clip))) faults.push(`text is cut off in the chart: "${one.words}"`);
    texts.slice(i + 1).filter((other) => overlap(one.shape, other.shape))
      .forEach((other) => faults.push(`text overlaps in the chart: "${one.words}" and "${other.words}"`));
  });
  if (texts.length === 0) faults.push('a chart without any text');
  return faults;
}

async function check() {
  if (boxes.length === 0) return [];
  const echarts = await import(module.name);
  await settled();
  return boxes.flatMap((box) => {
    const chart = echarts.getInstanceByDom(box);
    return chart ? faultsOf(chart).map((fault) => `${fault} (${box.getAttribute('aria-label').slice(0, 60)}…)`) : ['a chart that is not drawn'];
  });
}

check().then(done, (error) => done([`the charts cannot be checked: ${error}`]));
