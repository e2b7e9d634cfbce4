/** What surrounds the pages: navigation, tenant, live indicator, theme, caller. */
import { html, nothing } from './lib.js';
import { icon } from './icons.js';
import { time } from './kit/format.js';
import { groups } from './pages.js';
import { href } from './router.js';
import * as theme from './theme.js';

const LIVE = {
  live: ['on', 'Live', 'Events arrive as they happen'],
  connecting: ['connecting', 'Connecting', 'The stream of events is being opened'],
  off: ['off', 'Not live', 'No stream of events: numbers are fetched every few seconds all the same'],
};

/**
 * @param {{place: object, me: object, tenants: string[], live: string, drawer: boolean, page: unknown}} app
 * @param {{toggleDrawer: () => void, logout: () => void, help: () => void}} actions
 */
export function shellView(app, actions) {
  const skip = (event) => {
    event.preventDefault();
    document.getElementById('main').focus();
  };
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <div class="shell">
      ${bar(app, actions)}
      ${navigation(app)}
      ${app.drawer ? html`<div class="scrim" @click=${actions.toggleDrawer}></div>` : nothing}
      <main class="main" id="main" tabindex="-1">${app.page}</main>
    </div>`;
}

function bar({ place, me, tenants, live, drawer }, { toggleDrawer, logout, help }) {
  const dark = theme.current() === 'dark';
  const [mark, word, meaning] = LIVE[live];
  return html`
    <header class="bar">
      <button type="button" class="button quiet icon-only nav-toggle" aria-label="Navigation" aria-expanded=${drawer ? 'true' : 'false'}
        aria-controls="nav" @click=${toggleDrawer}>${icon('menu')}</button>
      <a class="brand" href=${href(place.tenant, 'overview')} aria-label="Isthmus, overview"><img src="console/icon.svg" width="24" height="24" alt=""><span>Isthmus</span></a>
      <span class="bar-divider"></span>
      ${tenantChooser(place, tenants)}
      <span class="spacer"></span>
      <span class="live ${mark}" role="status" title=${meaning}><span class="dot" aria-hidden="true"></span><span class="live-text">${word}</span></span>
      <button type="button" class="button quiet icon-only" aria-label=${dark ? 'Switch to light' : 'Switch to dark'}
        title=${dark ? 'Light' : 'Dark'} @click=${theme.toggle}>${icon(dark ? 'sun' : 'moon')}</button>
      <button type="button" class="button quiet" popovertarget="caller" aria-label="Account ${me.name}">${icon('person')}<span class="caller-name">${me.name}</span></button>
      <div class="menu" id="caller" popover>${callerMenu(place, me, logout, help)}</div>
    </header>`;
}

function tenantChooser(place, tenants) {
  const choose = (event) => {
    location.hash = href(event.target.value, place.page || 'overview');
  };
  if (tenants.length === 1) return html`<p class="bar-tenant"><span>Tenant</span> <strong>${tenants[0]}</strong></p>`;
  return html`<label class="bar-tenant"><span>Tenant</span>
      <select aria-label="Tenant" @change=${choose}>${tenants.map((name) => html`
        <option value=${name} ?selected=${name === place.tenant}>${name}</option>`)}</select>
  </label>`;
}

function callerMenu(place, me, logout, help) {
  const kinds = { TOKEN: 'API token', USER: 'User' };
  return html`
    <dl>
      <div><dt>${kinds[me.kind] || 'Caller'}</dt><dd><strong>${me.name}</strong></dd></div>
      <div><dt>Role in ${place.tenant}</dt><dd>${me.role(place.tenant) || 'none'}</dd></div>
      ${me.expiresAt ? html`<div><dt>Until</dt><dd>${time(me.expiresAt)}</dd></div>` : nothing}
    </dl>
    <div class="button-row">
      <button type="button" class="button" @click=${logout}>Log out</button>
      <button type="button" class="button quiet" popovertarget="caller" popovertargetaction="hide" @click=${help}>Shortcuts</button>
    </div>`;
}

/** Pages that the caller's role opens. */
export function visible(page, me, tenant) {
  return !page.hidden && (!page.needs || me.can(page.needs, tenant));
}

function navigation({ place, me, drawer }) {
  return html`
    <nav class="nav ${drawer ? 'open' : ''}" id="nav" aria-label="Pages">
      ${groups.map((group) => {
        const shown = group.pages.filter((page) => visible(page, me, place.tenant));
        return shown.length === 0 ? nothing : html`<h2>${group.label}</h2><ul>${shown.map((page) => html`
          <li><a href=${href(place.tenant, page.id)} aria-current=${page.id === place.page ? 'page' : nothing}>${icon(page.id)}${page.label}</a></li>`)}</ul>`;
      })}
      <div class="nav-foot"><a href="swagger-ui.html" target="_blank" rel="noopener">${icon('api')}REST API</a></div>
    </nav>`;
}
