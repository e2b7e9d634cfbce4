/**
 * Follows the tenant's events. The stream is read with fetch, which can send a token; it is resumed
 * after the last event that came, so that none is missed.
 */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** The controller gives a sign of life every 15 s. */
const LONGEST_SILENCE_MS = 40_000;

/** @param {{api: object, onEvent: (event: object) => void, onState: (state: 'live'|'connecting'|'off') => void}} options */
export function follow({ api, onEvent, onState }) {
  let lastEventId;
  let ended = false;
  let attempt = new AbortController();
  let pause = FIRST_PAUSE_MS;
  let wake = () => {};

  const hurry = () => {
    pause = FIRST_PAUSE_MS;
    wake();
  };
  // A page that the browser keeps for going back must not keep a connection: it has only a few.
  const leave = () => attempt.abort();
  addEventListener('online', hurry);
  addEventListener('pageshow', hurry);
  addEventListener('pagehide', leave);
  run();

  async function run() {
    while (!ended) {
      onState('connecting');
      attempt = new AbortController();
      try {
        await read(await api.stream('events', { lastEventId, signal: attempt.signal }));
      } catch (e) {
        if (ended || e.status === 401 || e.status === 403 || e.status === 404) break;
      }
      if (ended) break;
      onState('connecting');
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause);
      });
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
    onState('off');
  }

  async function read(body) {
    onState('live');
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const silence = watchdog();
    let text = '';
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        silence.reset();
        pause = FIRST_PAUSE_MS;
        text += value;
        const blocks = text.split('\n\n');
        text = blocks.pop();
        blocks.forEach(take);
      }
    } finally {
      silence.stop();
    }
  }

  function take(block) {
    const data = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('id:')) lastEventId = line.slice(3).trim();
      if (line.startsWith('data:')) data.push(line.slice(5).trim());
    }
    if (data.length && !ended) onEvent(JSON.parse(data.join('\n')));
  }

  function watchdog() {
    const start = () => setTimeout(() => attempt.abort(), LONGEST_SILENCE_MS);
    let timer = start();
    return {
      reset() {
        clearTimeout(timer);
        timer = start();
      },
      stop: () => clearTimeout(timer),
    };
  }

  return {
    stop() {
      ended = true;
      removeEventListener('online', hurry);
      removeEventListener('pageshow', hurry);
      removeEventListener('pagehide', leave);
      attempt.abort();
      wake();
    },
  };
}
