/** Values as people read them. Absent ones are a dash. */
const ABSENT = '–';
const number = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric' });
const present = (value) => value !== undefined && value !== null && !Number.isNaN(value);

/** `12.3 ms`, `1.20 s`. */
export function ms(value) {
  if (!present(value)) return ABSENT;
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}

/** Percent: `0.12 %`. */
export function pct(value) {
  if (!present(value)) return ABSENT;
  return `${value === 0 ? '0' : value < 10 ? value.toFixed(2) : value.toFixed(1)} %`;
}

/** Bits in a second: `12.5 Mbit/s`. */
export function rate(bps) {
  if (!present(bps)) return ABSENT;
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
  let value = bps;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `1,234`. */
export function count(value) {
  return present(value) ? number.format(value) : ABSENT;
}

/** A length of time in milliseconds: `4 min 20 s`. */
export function duration(millis) {
  if (!present(millis)) return ABSENT;
  if (millis < 9_995) return ms(millis);
  const seconds = Math.round(millis / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** `3 min ago`, `in 2 h`; exact times belong in a title: `time()`. */
export function ago(instant, now = Date.now()) {
  if (!present(instant)) return ABSENT;
  const past = now - new Date(instant).getTime();
  if (Math.abs(past) < 5000) return 'just now';
  const seconds = Math.abs(past) / 1000;
  const [value, unit] =
    seconds < 60 ? [seconds, 's'] : seconds < 3600 ? [seconds / 60, 'min']
      : seconds < 172_800 ? [seconds / 3600, 'h'] : [seconds / 86_400, 'days'];
  const text = `${Math.floor(value)} ${unit}`;
  return past > 0 ? `${text} ago` : `in ${text}`;
}

/** `12:04:31` today, with the day otherwise. */
export function time(instant) {
  if (!present(instant)) return ABSENT;
  const date = new Date(instant);
  const today = new Date().toDateString() === date.toDateString();
  return today ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}

/** The moment in full, for titles. */
export function moment(instant) {
  return present(instant) ? new Date(instant).toISOString() : '';
}

/** No line ends between a number and its unit. */
export function unbroken(text) {
  return String(text).replace(/(\d) (?=(ms|s|min|h|d|%|[kMG]?bit\/s)(?![\w]))/g, '$1\u00a0');
}

/** `SLA_BROKEN` as `SLA broken`. */
export function words(constant) {
  return present(constant) ? String(constant).toLowerCase().replaceAll('_', ' ').replace(/\bsla\b/, 'SLA') : ABSENT;
}
