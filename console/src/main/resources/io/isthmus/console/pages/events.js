// What happens, as it happens. #/t/events?type=sla&find=voice
import { html, nothing } from '../lib.js';
import { eventList } from './events/list.js';

const FETCHED = 200;
/** So many are kept while the page is open: what is older can be asked for again. */
const MOST_KEPT = 2000;

export default {
  id: 'events',
  title: () => 'Events',

  async load({ api, signal, state }) {
    if (state.feed) return { feed: state.feed };
    const { body } = await api.get('events', { query: { order: 'NEWEST_FIRST', limit: FETCHED }, signal });
    const seen = new Set(body.items.map((event) => event.id));
    const arrived = (state.arrived ?? []).filter((event) => !seen.has(event.id));
    state.feed = { events: [...arrived, ...body.items], held: [], older: body.nextCursor };
    return { feed: state.feed };
  },

  /** The shell hands every event of the stream on. */
  onEvent(event, data, ctx) {
    const { feed, paused } = ctx.state;
    if (!feed) {
      ctx.state.arrived = [event, ...(ctx.state.arrived ?? [])];
      return;
    }
    const into = paused ? feed.held : feed.events;
    const newest = feed.held[0] ?? feed.events[0];
    if (newest && BigInt(newest.id) >= BigInt(event.id)) return;
    into.unshift(event);
    if (feed.events.length > MOST_KEPT) {
      feed.events.length = MOST_KEPT - FETCHED;
      feed.older = undefined;
      feed.cut = true;
    }
    ctx.update();
  },

  actions(data, ctx) {
    const { state } = ctx;
    const toggle = () => {
      state.paused = !state.paused;
      if (!state.paused) data.feed.events.unshift(...data.feed.held.splice(0));
      ctx.update();
    };
    const held = data.feed.held.length;
    return html`<button type="button" class="button" aria-pressed=${state.paused ? 'true' : 'false'} @click=${toggle}>
      ${state.paused ? html`Go on${held ? ` (${held} new)` : nothing}` : 'Pause'}</button>`;
  },

  view: ({ feed }, ctx) => eventList(feed, ctx, FETCHED),
};
