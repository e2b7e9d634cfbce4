/** Login at an OpenID Connect issuer: authorization code with PKCE (RFC 7636), as a public client. */
const KEY = 'isthmus.login';
const FORGOTTEN_AFTER_MS = 15 * 60_000;

let settings = null;
let discovered = null;

/** @param {{issuer: string, clientId: string, scope: string, audience: string}|undefined} oidc */
export function configure(oidc) {
  settings = oidc || null;
}

export const isConfigured = () => settings !== null;
export const issuer = () => new URL(settings.issuer).host;

/** Leaves for the issuer, which sends one back with a code. */
export async function begin(returnTo) {
  const { authorization_endpoint: endpoint } = await discovery();
  const verifier = random(48);
  const login = { state: random(24), nonce: random(24), verifier, returnTo, at: Date.now() };
  sessionStorage.setItem(KEY, JSON.stringify(login));
  const url = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri(),
    scope: settings.scope,
    state: login.state,
    nonce: login.nonce,
    code_challenge: await challenge(verifier),
    code_challenge_method: 'S256',
    ...(settings.audience ? { audience: settings.audience } : {}),
  };
  Object.entries(parameters).forEach(([key, value]) => url.searchParams.set(key, value));
  location.assign(url);
}

/** Whether the issuer has sent one here. */
export function isReturn(search) {
  return search.has('state') && (search.has('code') || search.has('error'));
}

/** Takes up the code: `{tokens, returnTo}`, or throws what went wrong, for people. */
export async function finish(search) {
  const login = JSON.parse(sessionStorage.getItem(KEY) || 'null');
  sessionStorage.removeItem(KEY);
  if (!login || login.state !== search.get('state') || Date.now() - login.at > FORGOTTEN_AFTER_MS) {
    throw new Error('This login was not begun in this tab, or long ago: log in again.');
  }
  if (search.has('error')) {
    throw new Error(`The issuer says: ${search.get('error_description') || search.get('error')}`);
  }
  const answer = await requestTokens({
    grant_type: 'authorization_code',
    code: search.get('code'),
    redirect_uri: redirectUri(),
    code_verifier: login.verifier,
  });
  checkIdToken(answer.id_token, login.nonce);
  return { tokens: tokensOf(answer), returnTo: login.returnTo };
}

/** New tokens for a refresh token. */
export async function renew(refreshToken) {
  return tokensOf(await requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }));
}

/**
 * Where the issuer ends its own session and sends one back (OpenID Connect RP-Initiated Logout 1.0);
 * null where it has no such place.
 *
 * @param {string|undefined} idToken the newest of the session that ends
 */
export async function farewell(idToken) {
  const { end_session_endpoint: endpoint } = await discovery();
  if (!endpoint) return null;
  const url = new URL(endpoint);
  if (idToken) url.searchParams.set('id_token_hint', idToken);
  url.searchParams.set('client_id', settings.clientId);
  url.searchParams.set('post_logout_redirect_uri', redirectUri());
  return url;
}

async function requestTokens(parameters) {
  const { token_endpoint: endpoint } = await discovery();
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({ ...parameters, client_id: settings.clientId }),
    credentials: 'omit',
    cache: 'no-store',
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || !body.access_token) {
    throw new Error(`The issuer gave no token: ${body.error_description || body.error || answer.status}`);
  }
  return body;
}

async function discovery() {
  if (!discovered) {
    const base = settings.issuer.replace(/\/$/, '');
    const answer = await fetch(`${base}/.well-known/openid-configuration`, { credentials: 'omit' });
    if (!answer.ok) throw new Error(`The issuer ${issuer()} does not describe itself (${answer.status}).`);
    const document = await answer.json();
    if (document.issuer.replace(/\/$/, '') !== base) {
      throw new Error(`The issuer calls itself ${document.issuer}, not ${settings.issuer}.`);
    }
    discovered = document;
  }
  return discovered;
}

/**
 * The id token came from the issuer's own endpoint over TLS, so its signature need not be checked
 * (OpenID Connect Core 3.1.3.7); that it is of this login, and for this client, has to be.
 */
function checkIdToken(idToken, nonce) {
  if (!idToken) return;
  const claims = JSON.parse(new TextDecoder().decode(fromBase64Url(idToken.split('.')[1])));
  const audience = [claims.aud].flat();
  if (claims.nonce !== nonce || !audience.includes(settings.clientId) || claims.exp * 1000 < Date.now()) {
    throw new Error('The id token is not of this login: log in again.');
  }
}

function tokensOf(answer) {
  return {
    token: answer.access_token,
    ...(answer.id_token ? { idToken: answer.id_token } : {}),
    ...(answer.refresh_token ? { refreshToken: answer.refresh_token } : {}),
    expiresAt: answer.expires_in ? Date.now() + answer.expires_in * 1000 : undefined,
  };
}

const redirectUri = () => new URL('.', document.baseURI).href;

async function challenge(verifier) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return toBase64Url(new Uint8Array(digest));
}

const random = (bytes) => toBase64Url(crypto.getRandomValues(new Uint8Array(bytes)));

const toBase64Url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const fromBase64Url = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
