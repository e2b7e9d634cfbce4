// How much of the past is shown, and how finely.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `every` is how often what is shown up to now is fetched anew. */
export const RANGES = [
  { id: '5m', label: '5 min', length: 5 * MINUTE, step: 1, every: 0 },
  { id: '1h', label: '1 h', length: HOUR, step: 10, every: 8000 },
  { id: '24h', label: '24 h', length: 24 * HOUR, step: 120, every: 55_000 },
  { id: '7d', label: '7 days', length: 7 * 24 * HOUR, step: 900, every: 300_000 },
];

export const rangeOf = (query) => RANGES.find((range) => range.id === query.get('range')) ?? RANGES[0];

/** From when to when; `live` where the end is now. */
export function windowOf(query) {
  const range = rangeOf(query);
  const end = Date.parse(query.get('to') ?? '');
  const live = Number.isNaN(end) || end > Date.now();
  const to = live ? Date.now() : end;
  return { range, live, from: to - range.length, to };
}
