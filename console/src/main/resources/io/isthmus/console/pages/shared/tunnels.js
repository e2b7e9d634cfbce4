// Tunnels, paths and verdicts, as every page about traffic says them.
import { html, nothing } from '../../lib.js';
import { badge, tag } from '../../kit/badge.js';
import { ms, pct, rate } from '../../kit/format.js';
import { pathHash } from './links.js';

const VERDICTS = {
  KEPT: ['ok', 'Kept'],
  BROKEN: ['bad', 'Broken'],
  UNKNOWN: ['unknown', 'Unknown'],
};

const METRICS = {
  ONE_WAY_DELAY_MS: ['one-way delay', ms],
  RTT_MS: ['round trip', ms],
  JITTER_MS: ['jitter', ms],
  LOSS_PCT: ['loss', pct],
  RATE_BPS: ['free capacity', rate],
};

export const verdictBadge = (verdict) => badge(...(VERDICTS[verdict] ?? VERDICTS.UNKNOWN));

/** `loss`, as it is read in a sentence. */
export const metricName = (metric) => (metric === 'PATH_DOWN' ? 'path down' : (METRICS[metric]?.[0] ?? metric));

/** `1.00 %` as `1 %`: of limits, which are as they were declared. */
export const short = (text) => String(text).replace(/(\.\d*?)0+(?= )/, '$1').replace(/\.(?= )/, '');

/** A value of a metric with its unit. */
export const metricValue = (metric, value) => (METRICS[metric]?.[1] ?? String)(value);

/** `loss 3.20 % (limit 1 %)`: what broke an objective. */
export function breach({ metric, value, threshold, halfRtt }) {
  if (!metric) return '–';
  if (metric === 'PATH_DOWN') return 'the path is down';
  const limit = metric === 'RATE_BPS' ? 'at least' : 'limit';
  return `${metricName(metric)} ${metricValue(metric, value)} (${limit} ${short(metricValue(metric, threshold))})${
    halfRtt ? ', judged by half the round trip' : ''}`;
}

/**
 * Key of the path below a tunnel, as the edge measures it.
 *
 * @param {{localWanLink: string, remoteEdge: string, remoteWanLink: string, protection: string}} leg
 */
export function pathKey(edge, leg) {
  const links = [edge, leg.localWanLink, leg.remoteEdge, leg.remoteWanLink];
  return [...links, ...(leg.protection === 'PLAIN' ? ['plain'] : [])].join('/');
}

/** The tunnel a path belongs to is told apart by its overlay and links. */
export const sameTunnel = (one, other) =>
  one.overlay === other.overlay && one.localWanLink === other.localWanLink && one.remoteEdge === other.remoteEdge
  && one.remoteWanLink === other.remoteWanLink && one.protection === other.protection;

/** `on-1 (internet)`, with the way to the path; and the hub, where it ends at one. */
export function tunnelLink(leg, edge, ctx, destination) {
  const links = leg.localWanLink === leg.remoteWanLink ? leg.localWanLink : `${leg.localWanLink} → ${leg.remoteWanLink}`;
  const plain = leg.protection === 'PLAIN' ? ', plain' : '';
  const hub = destination && leg.remoteEdge !== destination ? ` by ${leg.remoteEdge}` : '';
  return html`<span class="tunnel"><strong>${leg.overlay}</strong>
    <a href=${pathHash(ctx.params, pathKey(edge, leg))} aria-label=${`Path ${edge} to ${leg.remoteEdge} over ${links}${plain}`}>${links}${plain}</a>${hub}</span>`;
}

/** What carries a class: each tunnel, with its share where there are several. */
export function legsView(legs, edge, ctx, destination) {
  if (!legs) return html`<span class="muted">not told yet</span>`;
  if (legs.length === 0) return badge('bad', 'Dropped');
  const all = legs.reduce((sum, leg) => sum + leg.weight, 0);
  return html`<ul class="plain-list">${legs.map((leg) => html`<li>${tunnelLink(leg, edge, ctx, destination)}${
    legs.length > 1 ? html` ${tag(`${Math.round((100 * leg.weight) / all)} %`)}` : nothing}</li>`)}</ul>`;
}

/** From where to where. */
export const pair = (source, destination) => `${source ?? 'every edge'} → ${destination ?? 'every edge'}`;

/** The same in a cell of a table. */
export const pairCell = (source, destination) => html`<span class="pair">${pair(source, destination)}</span>`;

/** What is measured of a path, in one number each: means all, for medians are known of round trips alone. */
export const oneWay = (quality) => quality?.forwardDelayMs?.mean;
export const rtt = (quality) => quality?.rttMs?.mean;
export const jitter = (quality) => quality?.jitterForwardMs;
