import { html, nothing } from './lib.js';
import { field } from './kit/form.js';
import * as oidc from './oidc.js';

/** The page of those who are not logged in. @param {{message?: string, busy: boolean, onToken: (token: string) => void, onIssuer: () => void}} options */
export function loginView({ message, busy, onToken, onIssuer }) {
  const submit = (event) => {
    event.preventDefault();
    const token = event.target.elements.token.value.trim();
    if (token) onToken(token);
  };
  return html`
    <main class="login" id="main">
      <div class="login-box">
        <p class="brand"><img src="console/icon.svg" width="28" height="28" alt=""><span>Isthmus</span></p>
        <h1 tabindex="-1">Log in</h1>
        <p class="lead">To the SD-WAN controller at ${location.host}</p>
        ${message ? html`<div class="problem" role="alert"><p>${message}</p></div>` : nothing}
        ${oidc.isConfigured() ? html`
          <button type="button" class="button primary" ?disabled=${busy} @click=${onIssuer}>Continue at ${oidc.issuer()}</button>
          <p class="or">or</p>` : nothing}
        <form @submit=${submit}>
          ${field({ label: 'API token', name: 'token', type: 'password', required: true, autocomplete: 'current-password', placeholder: 'ist1_…', mono: true, hint: 'Kept in this tab only, until you log out or close it.' })}
          <button class="button ${oidc.isConfigured() ? '' : 'primary'}" ?disabled=${busy}>${busy ? 'One moment …' : 'Log in with the token'}</button>
        </form>
        <details><summary>Where is a token?</summary>
          <p>The first start of the controller wrote one for its administrator, into the file <code>admin-token</code> of its data directory. An administrator makes others on the page “Tokens &amp; members”, or so:</p>
          <pre class="block">./isthmus token create --name me --tenant default --role operator</pre>
        </details>
      </div>
    </main>`;
}
