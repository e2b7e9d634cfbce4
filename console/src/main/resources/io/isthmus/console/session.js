/**
 * The token that requests are made with. It lives as long as the tab: sessionStorage is neither shared
 * with other tabs nor kept when the browser ends.
 */
import * as oidc from './oidc.js';

const KEY = 'isthmus.session';
/** Renewed this long before its end, so that no request meets it. */
const AHEAD_MS = 30_000;

let session = read();
let renewal = null;

/** @typedef {{token: string, kind: 'token'|'oidc', expiresAt?: number, refreshToken?: string, idToken?: string}} Session */

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) || 'null');
  } catch {
    return null;
  }
}

function keep(next) {
  session = next;
  try {
    if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Without a store the session lasts as long as the page.
  }
}

export const isOpen = () => session !== null;
export const kind = () => session?.kind;
export const openWithToken = (token) => keep({ token, kind: 'token' });
export const openWithTokens = (tokens) => keep({ ...tokens, kind: 'oidc' });

/** @returns {Session|null} the one that was open */
export function close() {
  const closed = session;
  keep(null);
  return closed;
}

/** The token to send now; an issuer's is renewed before it ends. */
export async function token() {
  const ends = session?.expiresAt;
  if (ends && ends - Date.now() < AHEAD_MS && session.refreshToken) {
    renewal ||= oidc
      .renew(session.refreshToken)
      .then((tokens) => keep({ ...session, ...tokens }))
      // What is left of the token is used; then the controller refuses it, and one logs in again.
      .catch(() => keep({ ...session, refreshToken: undefined }))
      .finally(() => {
        renewal = null;
      });
    await renewal;
  }
  return session?.token ?? null;
}
