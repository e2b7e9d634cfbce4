// The secret of a webhook that was just made. It is kept in memory alone, until one goes elsewhere.
let kept = null;

export function keepSecret(name, secret) {
  kept = secret ? { name, secret } : null;
}

/** Until the page is left. */
export const takeSecret = (name) => (kept?.name === name ? kept.secret : undefined);

addEventListener('hashchange', () => {
  if (kept && !location.hash.includes(`/webhooks/${kept.name}`)) kept = null;
});
