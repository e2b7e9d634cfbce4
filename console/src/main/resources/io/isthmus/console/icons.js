import { svg, html } from './lib.js';

const paths = {
  overview: 'M2.5 8.5 8 3l5.5 5.5M4 7.5V13h8V7.5',
  sites: 'M8 14s4.5-4.2 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.8 8 14 8 14Zm0-6a1.6 1.6 0 1 0 0-3.2A1.6 1.6 0 0 0 8 8Z',
  edges: 'M2.5 4h11v3.5h-11Zm0 5h11v3.5h-11ZM5 5.8h.1M5 10.8h.1',
  overlays: 'M8 2.5 14 6 8 9.5 2 6Zm-6 7L8 13l6-3.5',
  tunnels: 'M2.5 12V8a5.5 5.5 0 0 1 11 0v4M5.5 12V8.300a2.5 2.5 0 0 1 5 0V12',
  paths: 'M3 13c0-5 10-4 10-10M3 13m-1 0a1 1 0 1 0 2 0 1 1 0 1 0-2 0M13 3m-1 0a1 1 0 1 0 2 0 1 1 0 1 0-2 0',
  classes: 'M2.5 4h7M2.5 8h11M2.5 12h5M12 4h1.5M10 12h3.5',
  applications: 'M3 3h4v4H3Zm6 0h4v4H9ZM3 9h4v4H3Zm6 0h4v4H9Z',
  steering: 'M8 14V9M8 9 3.5 4.5M8 9l4.5-4.5M3.5 8V4.5H7M12.5 8V4.5H9',
  sla: 'M2 12.5h12M3 10l3-4 2.5 2.5L13 3.5',
  operations: 'M13.5 8A5.5 5.5 0 1 1 11 3.400M13.5 2.5v3h-3',
  events: 'M4 6.5a4 4 0 0 1 8 0c0 3.5 1.5 4.5 1.5 4.5h-11S4 10 4 6.5ZM6.5 13.5h3',
  webhooks: 'M6 10.5H3.5a2 2 0 0 1-2-2v0a2 2 0 0 1 2-2H7m3-1h2.5a2 2 0 0 1 2 2v0a2 2 0 0 1-2 2H9M5.5 8h5',
  enrollment: 'M8 2.5v8M5 7.5l3 3 3-3M2.5 12.5v1h11v-1',
  access: 'M10.5 7a3 3 0 1 0-3-3M7.800 5.300 2.5 10.5V13H5v-1.5h1.5V10H8l1.300-1.300',
  audit: 'M4 2.5h6l2.5 2.5v8.5H4ZM6 7h4.5M6 9.5h4.5',
  api: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M12.600 3.400l-.7.7M4.100 11.900l-.7.7',
  moon: 'M13.5 9.5A5.800 5.800 0 0 1 6.5 2.5a5.800 5.800 0 1 0 7 7Z',
  person: 'M8 8a2.700 2.700 0 1 0 0-5.400A2.700 2.700 0 0 0 8 8Zm-5 5.5c.4-2.600 2.400-4 5-4s4.600 1.400 5 4',
};

/** A drawing; decoration beside a word. */
export function icon(name) {
  return paths[name]
    ? html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${svg`<path d=${paths[name]}/>`}</svg>`
    : html``;
}
