/** The public REST API, as every client has it. */

/** What the controller refused, with the place of every error. */
export class ApiProblem extends Error {
  /** @param {number} status 0 where nobody answered */
  constructor(status, body = {}) {
    super(body.detail || `the controller answered ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = body.code || (status === 0 ? 'UNREACHABLE' : 'UNKNOWN');
    this.detail = this.message;
    this.instance = body.instance;
    /** @type {{field?: string, parameter?: string, resource?: string, code: string, message: string}[]} */
    this.errors = body.errors || [];
  }

  /** The error at a field of the body, by JSON pointer ('/wanLinks/0/address') or by name. */
  at(field) {
    const pointer = field.startsWith('/') ? field : `/${field}`;
    return this.errors.find((e) => e.field === pointer || e.parameter === field)?.message;
  }
}

const BASE = new URL('api/v1/', document.baseURI);
const LONGEST_ANSWER_MS = 30_000;

/** A path's segments with names in them: `path`edges/${name}/status`` encodes the name. */
export function path(strings, ...values) {
  return String.raw({ raw: strings }, ...values.map((value) => encodeURIComponent(value)));
}

/**
 * @param {{base: () => string, token: () => Promise<string|null>, refused: (token: string) => void}} options
 */
function client({ base, token, refused }) {
  async function send(method, to, { body, query, headers = {}, wait, signal } = {}) {
    const url = new URL(base() + to, BASE);
    for (const [key, value] of Object.entries(query || {})) {
      if (value !== undefined && value !== null && value !== '') url.searchParams.set(key, value);
    }
    const bearer = await token();
    const request = new Headers({ Accept: 'application/json', ...headers });
    if (bearer) request.set('Authorization', `Bearer ${bearer}`);
    if (wait !== undefined) request.set('Prefer', `wait=${wait}`);
    if (body !== undefined && !request.has('Content-Type')) {
      request.set('Content-Type', method === 'PATCH' ? 'application/merge-patch+json' : 'application/json');
    }
    const patience = AbortSignal.timeout(LONGEST_ANSWER_MS + (wait || 0) * 1000);
    let answer;
    try {
      answer = await fetch(url, {
        method,
        headers: request,
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
        cache: 'no-store',
        credentials: 'omit',
      });
    } catch (e) {
      if (signal?.aborted) throw e;
      throw new ApiProblem(0, { detail: 'The controller cannot be reached. Is it running, and is the network up?' });
    }
    const read = await content(answer);
    if (!answer.ok) {
      if (answer.status === 401 && bearer) refused(bearer);
      throw new ApiProblem(answer.status, typeof read === 'object' && read ? read : {});
    }
    return {
      body: read,
      status: answer.status,
      etag: answer.headers.get('ETag'),
      revision: Number(answer.headers.get('Isthmus-Revision')) || undefined,
      /** Id of the operation that carries the change to the edges; see the page operations. */
      operation: answer.headers.get('Isthmus-Operation') || undefined,
      operationState: answer.headers.get('Isthmus-Operation-State') || undefined,
    };
  }

  return {
    get: (to, options) => send('GET', to, options),
    put: (to, body, options) => send('PUT', to, { ...options, body }),
    patch: (to, body, options) => send('PATCH', to, { ...options, body }),
    post: (to, body, options) => send('POST', to, { ...options, body }),
    del: (to, options) => send('DELETE', to, options),

    /** All items of a list, page by page; at most so many. */
    async all(to, { query = {}, signal, most = 20_000 } = {}) {
      const items = [];
      let cursor;
      do {
        const answer = await send('GET', to, { query: { limit: 1000, ...query, cursor }, signal });
        items.push(...answer.body.items);
        cursor = answer.body.nextCursor;
      } while (cursor && items.length < most);
      return items;
    },

    /** An open stream of events, for live.js. */
    async stream(to, { lastEventId, signal }) {
      const bearer = await token();
      const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${bearer}` };
      if (lastEventId) headers['Last-Event-ID'] = lastEventId;
      const answer = await fetch(new URL(base() + to, BASE), {
        headers, signal, cache: 'no-store', credentials: 'omit',
      });
      if (answer.status === 401) refused(bearer);
      if (!answer.ok || !answer.body) throw new ApiProblem(answer.status);
      return answer.body;
    },
  };
}

async function content(answer) {
  const type = answer.headers.get('Content-Type') || '';
  const text = await answer.text();
  if (!type.includes('json') || type.includes('ndjson')) return text;
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return text;
  }
}

/** The API below a tenant; `root` is what is beside tenants, such as `root.get('tenants')`. */
export function createApi({ tenant, token, refused }) {
  const api = client({ base: () => `tenants/${encodeURIComponent(tenant())}/`, token, refused });
  api.root = client({ base: () => '', token, refused });
  return api;
}
