/**
 * Where sites stand on the map, from -1 to 1 in both directions. The same network always looks the same:
 * nothing is random, and what changes its health stays where it is.
 */
const SMALL = 24;
const KINDS = ['CLOUD', 'EDGE', 'FAR_EDGE'];

/** @param {import('./network.js').Site[]} sites */
export function place(sites) {
  const ordered = [...sites].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name, 'en', { numeric: true }));
  if (ordered.length <= SMALL) ring(ordered, 0.8, ordered.length === 2 ? Math.PI : Math.PI / 2);
  else rings(ordered);
  fill(sites, 'x');
  fill(sites, 'y');
  return sites;
}

/** Stretches to the edges of the box. */
function fill(sites, axis) {
  const values = sites.map((site) => site[axis]);
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (high - low < 0.2) return;
  for (const site of sites) site[axis] = ((site[axis] - low) / (high - low) - 0.5) * 2;
}

/** Clouds in the middle, edges around them, far edges at the rim. */
function rings(sites) {
  const byKind = KINDS.map((kind) => sites.filter((site) => site.kind === kind));
  const total = sites.length;
  let from = 0;
  for (const some of byKind.filter((each) => each.length > 0)) {
    // Area of the disc in proportion to how many there are, with room for the few.
    const to = Math.min(1, Math.sqrt(from * from + Math.max(some.length / total, 0.06)));
    band(some, from, to);
    from = to;
  }
}

/** Spread over as many rings as keep neighbours apart, filled by circumference. */
function band(sites, inner, outer) {
  const rows = Math.max(1, Math.round(Math.sqrt((sites.length * (outer - inner)) / (Math.PI * (outer + inner)))));
  const radii = Array.from({ length: rows }, (_, i) => inner + ((i + 0.5) * (outer - inner)) / rows);
  const length = radii.reduce((sum, radius) => sum + radius, 0);
  let next = 0;
  radii.forEach((radius, row) => {
    const until = row === rows - 1 ? sites.length : Math.round(next + (sites.length * radius) / length);
    ring(sites.slice(next, until), radius * 0.97, Math.PI / 2 + row * 0.37);
    next = Math.min(until, sites.length);
  });
}

function ring(sites, radius, start) {
  if (sites.length === 1) {
    Object.assign(sites[0], { x: 0, y: radius > 0.5 ? 0 : radius });
    return;
  }
  sites.forEach((site, i) => {
    const angle = start - (2 * Math.PI * i) / sites.length;
    site.x = Math.round(radius * Math.cos(angle) * 1e4) / 1e4;
    site.y = Math.round(radius * Math.sin(angle) * 1e4) / 1e4;
  });
}
