/** Shows one page at a time: loads it, keeps its data fresh, and says what goes wrong. */
import { html, keyed, nothing } from './lib.js';
import { shape } from './kit/badge.js';
import * as dialog from './kit/dialog.js';
import { failure, loading } from './kit/states.js';
import { toast } from './kit/toast.js';
import { pages } from './pages.js';
import { href } from './router.js';

const EVENTS_SETTLE_MS = 350;
const LEAST_BETWEEN_RELOADS_MS = 1500;

const unknownPage = {
  id: 'unknown',
  title: () => 'There is no such page',
  view: (data, { href: to }) => html`<div class="state empty"><p>The address names no page of the console.</p>
    <p><a href=${to('overview')}>To the overview</a></p></div>`,
};

/** @param {{api: object, me: () => object, changed: () => void}} options */
export function createPageHost({ api, me, changed }) {
  let shown = null;
  let lastKey = 0;

  /** @param {import('./router.js').Place} place */
  async function show(place) {
    const same = shown && shown.place.tenant === place.tenant && shown.place.page === place.page
      && shown.place.path.join('/') === place.path.join('/');
    if (same) {
      shown.place = place;
      shown.params = paramsOf(place);
      shown.ctx.params = shown.params;
      if (shown.page?.queryIsView) changed();
      return reload(shown);
    }
    leave();
    const next = { place, params: paramsOf(place), page: null, data: undefined, problem: null, key: ++lastKey, reloadedAt: 0 };
    next.ctx = contextOf(next);
    shown = next;
    changed();
    try {
      const entry = pages.get(place.page);
      next.page = entry ? (await entry.module()).default : unknownPage;
    } catch (e) {
      next.problem = { message: 'This part of the console could not be fetched. If the controller was updated, load the page again.', code: String(e.message || e) };
      next.retry = () => location.reload();
    }
    if (shown !== next) return undefined;
    await reload(next);
    if (shown === next) focusTitle();
    return undefined;
  }

  function contextOf(page) {
    return {
      api,
      params: page.params,
      get me() {
        return me();
      },
      state: {},
      dialog,
      toast,
      navigate: (hash) => {
        location.hash = hash;
      },
      /** The link to a page of this tenant: `href('edges', ['edge-nice'], {tab: 'keys'})`. */
      href: (id, path, query) => href(page.place.tenant, id, path, query),
      reload: () => reload(page),
      update: changed,
    };
  }

  async function reload(page) {
    if (!page.page) return;
    page.request?.abort();
    clearTimeout(page.timer);
    const request = new AbortController();
    page.request = request;
    page.reloadedAt = Date.now();
    try {
      const data = page.page.load
        ? await page.page.load({ api, params: page.params, me: me(), state: page.ctx.state, signal: request.signal })
        : {};
      if (request.signal.aborted) return;
      page.data = data;
      page.problem = null;
    } catch (e) {
      if (request.signal.aborted) return;
      if (!e.status && e.status !== 0) console.error(e);
      page.problem = e;
    }
    changed();
    schedule(page);
  }

  function schedule(page) {
    const every = refreshEvery(page);
    if (shown === page && every && !document.hidden) page.timer = setTimeout(() => reload(page), every);
  }

  /** A page may say it by what it has: much is asked for less often. */
  function refreshEvery(page) {
    const every = page.page.refreshEveryMs;
    return typeof every === 'function' ? every(page.data) : every;
  }

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && shown?.page?.refreshEveryMs) reload(shown);
  });

  /** An event of the tenant: the page that it is about is loaded again, soon and not too often. */
  function event(happened) {
    const page = shown;
    page?.page?.onEvent?.(happened, page.data, page.ctx);
    if (!page?.page?.refreshOn?.some((prefix) => happened.type.startsWith(prefix)) || page.settling) return;
    const least = Math.max(LEAST_BETWEEN_RELOADS_MS, (refreshEvery(page) || 0) / 2);
    const wait = Math.max(EVENTS_SETTLE_MS, page.reloadedAt + least - Date.now());
    page.settling = setTimeout(() => {
      page.settling = null;
      if (shown === page) reload(page);
    }, wait);
  }

  function leave() {
    if (!shown) return;
    shown.request?.abort();
    clearTimeout(shown.timer);
    clearTimeout(shown.settling);
    shown.page?.leave?.();
    document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
    shown = null;
  }

  function title() {
    return shown?.page ? shown.page.title(shown.params, shown.data) : '';
  }

  /** What a page throws is shown in its place: the shell stays usable. */
  function view() {
    if (!shown) return nothing;
    try {
      return body();
    } catch (e) {
      console.error(e);
      return failure({ message: 'This page could not be shown. Load it again; if that does not help, tell us what it says here.', code: String(e.message || e) }, () => location.reload());
    }
  }

  function body() {
    const { page, data, problem, ctx, params, key } = shown;
    const ready = page && data !== undefined;
    const back = page?.back?.(params);
    return keyed(key, html`
      <header class="page-head">
        <div>
          ${back ? html`<p class="back"><a href=${back.href}>← ${back.label}</a></p>` : nothing}
          <h1 tabindex="-1">${title() || pages.get(shown.place.page)?.label || ''}</h1>
          ${ready && page.sub ? html`<p class="sub">${page.sub(data, ctx)}</p>` : nothing}
        </div>
        ${ready && page.actions ? html`<div class="actions">${page.actions(data, ctx)}</div>` : nothing}
      </header>
      ${problem && ready ? html`<p class="stale" role="status">${shape('warn')} Not up to date: ${problem.detail || problem.message}</p>` : nothing}
      ${ready ? page.view(data, ctx)
        : problem ? failure(problem, shown.retry || (() => { shown.problem = null; changed(); reload(shown); }))
          : loading()}`);
  }

  return { show, event, leave, title, view };
}

function paramsOf({ tenant, path, query }) {
  return { tenant, path, query };
}

/** Who navigates by keyboard or hears the page is taken to where the new one begins. */
function focusTitle() {
  const active = document.activeElement;
  if (active?.closest?.('dialog') || active?.matches?.('#main input, #main select, #main textarea, #main [autofocus]')) return;
  document.querySelector('#main h1')?.focus({ preventScroll: true });
  scrollTo(0, 0);
}
