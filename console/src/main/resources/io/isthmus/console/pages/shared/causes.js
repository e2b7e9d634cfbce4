// Why a class is where it is, in words.
import { badge } from '../../kit/badge.js';
import { unbroken } from '../../kit/format.js';

export const CAUSES = {
  POLICY: ['info', 'Policy', 'The configuration says so: the edge began, or its policy changed.'],
  REQUESTED: ['info', 'Requested', 'Somebody asked for it over the API.'],
  PATH_DOWN: ['bad', 'Path down', 'The path that carried the class died.'],
  SLA_BROKEN: ['bad', 'SLA broken', 'The tunnel that carried the class broke the objective.'],
  RETURNED: ['ok', 'Returned', 'A better ranked tunnel has kept the objective for long enough again.'],
  STRATEGY: ['info', 'Strategy', 'Quality, cost or free capacity changed, and the strategy goes by it.'],
  PREDICTED: ['warn', 'Predicted', 'The model foresees that the objective would have been broken.'],
  NONE_COMPLIANT: ['warn', 'None compliant', 'No candidate keeps the objective, so what the class wants then applies.'],
};

export const STRATEGIES = {
  PREFERRED: 'the first overlay of the list whose tunnel keeps the objective',
  BEST_QUALITY: 'the tunnel of the best quality among those that keep the objective',
  LOWEST_COST: 'the cheapest tunnel among those that keep the objective',
  LOAD_BALANCE: 'all tunnels that keep the objective, by weight and free capacity',
  PREDICTIVE_QUALITY: 'the tunnel that a learned model foresees to break the objective least',
  PREDICTIVE_STABLE: 'what the model foresees to break the objective least, with few moves',
};

export const STRATEGY_NAMES = {
  PREFERRED: 'Preferred order',
  BEST_QUALITY: 'Best quality',
  LOWEST_COST: 'Lowest cost',
  LOAD_BALANCE: 'Load balance',
  PREDICTIVE_QUALITY: 'Predictive, quality',
  PREDICTIVE_STABLE: 'Predictive, stable',
};

export const causeBadge = (cause) => badge(...(CAUSES[cause] ?? ['unknown', cause ?? 'Unknown']).slice(0, 2));
const METRICS = {
  one_way_delay_ms: ['one-way delay', 'ms'], rtt_ms: ['round trip', 'ms'], jitter_ms: ['jitter', 'ms'],
  loss_pct: ['loss', '%'], rate_bps: ['free capacity', 'bit/s'],
};

/** The reason of an edge names things by their keys; people know them otherwise. */
export function inWords(reason) {
  return unbroken((reason ?? '')
    .replace(/\btunnel\/([\w-]+)\/([\w-]+)\/([\w-]+)\/[\w-]+(\/plain)?/g, (all, overlay, remote, link, plain) => `${overlay} over ${link}${plain ? ' in clear' : ''}`)
    .replace(/\bpath\/([\w-]+)\/([\w-]+)\/[\w-]+(\/plain)?/g, (all, remote, link) => `the path over ${link}`)
    .replace(/\b(one_way_delay_ms|rtt_ms|jitter_ms|loss_pct|rate_bps) ([\d.]+) ([<>]) ([\d.]+)/g, (all, metric, value, sign, limit) =>
      `${METRICS[metric][0]} ${value} ${METRICS[metric][1]} ${sign === '>' ? 'is above' : 'is below'} ${limit} ${METRICS[metric][1]}`)
    // The API counts ranks from 0.
    .replace(/\brank (\d+)/g, (all, rank) => `rank\u00a0${Number(rank) + 1}`));
}

export const causeText = (cause) => CAUSES[cause]?.[2] ?? '';
