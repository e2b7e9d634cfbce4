/** Starts the console: who is there, where one is, and what is shown. */
import * as theme from './theme.js';
import { html, render } from './lib.js';
import { createApi } from './api.js';
import * as keys from './keys.js';
import { failure, emptyState } from './kit/states.js';
import { follow } from './live.js';
import { loginView } from './login.js';
import { meOf } from './me.js';
import * as oidc from './oidc.js';
import { createPageHost } from './page-host.js';
import { pages } from './pages.js';
import { href, parse } from './router.js';
import * as session from './session.js';
import { shellView, visible } from './shell.js';

const LAST_TENANT = 'isthmus.tenant';

const app = {
  phase: 'starting', // login, failed, empty, ready
  place: parse(location.hash),
  me: null,
  tenants: [],
  live: 'off',
  drawer: false,
  message: undefined,
  busy: false,
  problem: null,
};

const api = createApi({ tenant: () => app.place.tenant, token: session.token, refused });
const host = createPageHost({ api, me: () => app.me, changed: update });
let feed = null;
let painting = false;

/** Paints once for all that changed meanwhile. */
function update() {
  if (painting) return;
  painting = true;
  queueMicrotask(() => {
    painting = false;
    paint();
  });
}

function paint() {
  const title = app.phase === 'ready' ? host.title() : app.phase === 'login' ? 'Log in' : '';
  document.title = [title, app.phase === 'ready' ? app.place.tenant : '', 'Isthmus'].filter(Boolean).join(' · ');
  render(body(), document.getElementById('app'));
}

function body() {
  switch (app.phase) {
    case 'login':
      return loginView({ message: app.message, busy: app.busy, onToken: loginWithToken, onIssuer: loginAtIssuer });
    case 'failed':
      return html`<main class="main" id="main">${failure(app.problem, start)}
        ${session.isOpen() ? html`<p class="boot"><button type="button" class="button" @click=${logout}>Log out</button></p>` : ''}</main>`;
    case 'empty':
      return html`<main class="main" id="main">${emptyState({
        title: 'There is no tenant that you have a role for',
        text: 'Ask an administrator for one, or log in as somebody else.',
        action: html`<button type="button" class="button" @click=${logout}>Log out</button>` })}</main>`;
    case 'ready':
      return shellView({ ...app, page: host.view() }, { toggleDrawer, logout, help: () => keys.help(shortcuts) });
    default:
      return html`<p class="boot" role="status">Isthmus is loading …</p>`;
  }
}

async function start() {
  app.phase = 'starting';
  update();
  // What does not depend on each other is asked for at once; what fails is told by whoever waits for it.
  if (session.isOpen()) pages.get(app.place.page || 'overview')?.module().catch(() => {});
  const answers = session.kind() === 'token' ? ask() : undefined;
  answers?.catch(() => {});
  try {
    const config = await fetch('console/config.json', { cache: 'no-cache' }).then((answer) => answer.json());
    oidc.configure(config.oidc);
  } catch {
    app.phase = 'failed';
    app.problem = { message: 'The controller cannot be reached.', code: 'UNREACHABLE' };
    return update();
  }
  if (oidc.isConfigured() && oidc.isReturn(new URLSearchParams(location.search))) await takeUpLogin();
  return session.isOpen() ? enter(session.kind() === 'token' ? answers : ask()) : showLogin();
}

async function takeUpLogin() {
  const search = new URLSearchParams(location.search);
  let hash = location.hash;
  try {
    const { tokens, returnTo } = await oidc.finish(search);
    session.openWithTokens(tokens);
    hash = returnTo || hash;
  } catch (e) {
    app.message = e.message;
  }
  // The code is of no more use, and no business of the history.
  history.replaceState(null, '', new URL('.', document.baseURI).pathname + hash);
  app.place = parse(location.hash);
}

function showLogin(message = app.message) {
  Object.assign(app, { phase: 'login', message, busy: false, me: null });
  stop();
  update();
  queueMicrotask(() => document.querySelector('.login input')?.focus());
}

async function loginWithToken(token) {
  app.busy = true;
  app.message = undefined;
  update();
  session.openWithToken(token);
  await enter();
}

async function loginAtIssuer() {
  app.busy = true;
  update();
  try {
    await oidc.begin(location.hash);
  } catch (e) {
    showLogin(e.message);
  }
}

const ask = () => Promise.all([api.root.get('me'), api.root.all('tenants')]);

/** What the session is worth. */
async function enter(answers = ask()) {
  try {
    const [me, tenants] = await answers;
    app.me = meOf(me.body, () => app.place.tenant);
    app.tenants = tenants.map((tenant) => tenant.name);
  } catch (e) {
    if (e.status === 401) return undefined;
    Object.assign(app, { phase: 'failed', problem: e });
    return update();
  }
  app.message = undefined;
  app.phase = app.tenants.length ? 'ready' : 'empty';
  update();
  return app.tenants.length ? navigate() : undefined;
}

/** A 401: back to the login, and from there to where one was. */
function refused(token) {
  session.token().then((current) => {
    // An answer to what was asked with a token that has been replaced meanwhile means nothing.
    if (current !== token) return;
    session.close();
    showLogin(app.me ? 'Your token holds no more: log in again, and you are back where you were.'
      : 'The controller does not take this token: it is mistyped, has expired, or was revoked.');
  });
}

/** Here, and at the issuer that one had logged in at. */
async function logout() {
  const closed = session.close();
  showLogin(null);
  if (closed?.kind !== 'oidc') return;
  app.busy = true;
  update();
  try {
    const farewell = await oidc.farewell(closed.idToken);
    if (farewell) location.assign(farewell);
    else showLogin(`You are logged out here, and may still be logged in at ${oidc.issuer()}.`);
  } catch (e) {
    showLogin(`You are logged out here, and may still be logged in at ${oidc.issuer()}: ${e.message}`);
  }
}

function navigate() {
  if (app.phase !== 'ready') return;
  const place = parse(location.hash);
  if (!app.tenants.includes(place.tenant) || !place.page) {
    location.replace(href(app.tenants.includes(place.tenant) ? place.tenant : usualTenant(), place.page || 'overview', place.path));
    return;
  }
  const otherTenant = !feed || app.place.tenant !== place.tenant;
  app.place = place;
  app.drawer = false;
  if (otherTenant) {
    remember(place.tenant);
    feed?.stop();
    feed = follow({ api, onEvent: host.event, onState: (state) => { app.live = state; update(); } });
  }
  host.show(place);
}

function stop() {
  feed?.stop();
  feed = null;
  host.leave();
}

function usualTenant() {
  let last = null;
  try {
    last = localStorage.getItem(LAST_TENANT);
  } catch {
    // Then there is none.
  }
  return app.tenants.includes(last) ? last : app.tenants.includes('default') ? 'default' : app.tenants[0];
}

function remember(tenant) {
  try {
    localStorage.setItem(LAST_TENANT, tenant);
  } catch {
    // It is a convenience only.
  }
}

function toggleDrawer() {
  app.drawer = !app.drawer;
  update();
}

const shortcuts = {
  go: (page) => { location.hash = href(app.place.tenant, page); },
  has: (page) => app.phase === 'ready' && pages.has(page) && visible(pages.get(page), app.me, app.place.tenant),
  label: (page) => pages.get(page).label,
  toggleTheme: theme.toggle,
};

document.getElementById('app').replaceChildren();
addEventListener('hashchange', navigate);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && app.drawer) {
    toggleDrawer();
    document.querySelector('.nav-toggle')?.focus();
  }
});
keys.listen(shortcuts);
theme.onChange(update);
start();
