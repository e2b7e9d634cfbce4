// How a webhook fares.
import { badge } from '../../kit/badge.js';
import { html } from '../../lib.js';
import { ago, duration, time } from '../../kit/format.js';

/** @param {{state: string, attempts: number, lagMs: number, deadLetters: number}} status */
export function webhookBadge({ state, attempts, deadLetters }) {
  if (state === 'GONE') return badge('bad', 'Receiver is gone (410)');
  if (state === 'DISABLED') return badge('unknown', 'Disabled');
  if (attempts > 0) return badge('bad', `Failing, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`);
  return deadLetters > 0 ? badge('warn', 'Delivering, with dead letters') : badge('ok', 'Delivering');
}

export const lag = ({ lagMs }) => (lagMs > 0 ? duration(lagMs) : 'none waits');

export const failureText = (failure) => (failure
  ? html`<span title=${time(failure.at)}>${ago(failure.at)}</span>: ${failure.status ? `HTTP ${failure.status}` : 'no answer'}${failure.answer ? html` <q>${failure.answer}</q>` : ''}`
  : 'none');
