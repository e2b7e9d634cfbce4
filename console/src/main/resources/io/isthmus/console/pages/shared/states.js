// The words and the shapes of states: one place says what is well and what is not.
import { badge } from '../../kit/badge.js';

const CONFIG = {
  IN_SYNC: ['ok', 'In sync'],
  PENDING: ['warn', 'Pending'],
  REFUSED: ['bad', 'Refused'],
  UNKNOWN: ['unknown', 'Unknown'],
};
const OPERATION = {
  PENDING: ['info', 'Waiting'],
  RUNNING: ['info', 'Running'],
  SUCCEEDED: ['ok', 'Succeeded'],
  FAILED: ['bad', 'Failed'],
  CANCELLED: ['unknown', 'Cancelled'],
};
const PATH = {
  UP: ['ok', 'Up'],
  DOWN: ['bad', 'Down'],
  REMOTE_SILENT: ['bad', 'Remote silent'],
  UNKNOWN: ['unknown', 'Unknown'],
};
const IDENTITY = {
  ACTIVE: ['ok', 'Active'],
  SUPERSEDED: ['unknown', 'Superseded'],
  REVOKED: ['bad', 'Revoked'],
  REMOVED: ['unknown', 'Removed'],
};
const REQUEST = {
  PENDING: ['warn', 'Waits for you'],
  APPROVED: ['info', 'Approved'],
  REJECTED: ['bad', 'Rejected'],
  ISSUED: ['ok', 'Joined'],
  LAPSED: ['unknown', 'Lapsed'],
};
const TOKEN = {
  OPEN: ['ok', 'Open'],
  USED_UP: ['unknown', 'Used up'],
  EXPIRED: ['unknown', 'Expired'],
  WITHDRAWN: ['unknown', 'Withdrawn'],
};

const shown = (table) => (state) => badge(...(table[state] ?? ['unknown', state ?? 'Unknown']));

export const configBadge = shown(CONFIG);
export const operationBadge = shown(OPERATION);
export const pathBadge = shown(PATH);
export const identityBadge = shown(IDENTITY);
export const requestBadge = shown(REQUEST);
export const enrollmentTokenBadge = shown(TOKEN);

export const SITE_KINDS = { CLOUD: 'Cloud', EDGE: 'Edge', FAR_EDGE: 'Far edge' };

/**
 * One word for how an edge is, the gravest first.
 *
 * @param {{standing: string, connection: string, configState: string}} edge
 */
export function edgeState(edge) {
  if (edge.standing === 'REVOKED') return 'REVOKED';
  if (edge.connection !== 'CONNECTED') {
    return edge.configState === 'UNKNOWN' ? 'NOT_SEEN' : 'DISCONNECTED';
  }
  return edge.configState;
}

export const EDGE_STATES = {
  IN_SYNC: ['ok', 'In sync'],
  PENDING: ['warn', 'Pending'],
  REFUSED: ['bad', 'Refused'],
  UNKNOWN: ['unknown', 'Connected, state unknown'],
  DISCONNECTED: ['bad', 'Disconnected'],
  NOT_SEEN: ['unknown', 'Not seen yet'],
  REVOKED: ['bad', 'Revoked'],
};

export const edgeBadge = (edge) => badge(...EDGE_STATES[edgeState(edge)]);

export const connectionBadge = (edge) =>
  edge.connection === 'CONNECTED' ? badge('ok', 'Connected') : badge('bad', 'Disconnected');

/** A tunnel or path is as well as the end that finds it worse. */
export function worstPathState(one, other) {
  const order = ['DOWN', 'REMOTE_SILENT', 'UNKNOWN', 'UP'];
  return order.find((state) => state === one || state === other) ?? 'UNKNOWN';
}

/** When something ends: near or past is said by shape and word, too. */
export function expiryBadge(instant, soonHours) {
  const hours = (Date.parse(instant) - Date.now()) / 3_600_000;
  if (hours < 0) return badge('bad', 'Expired');
  return hours < soonHours ? badge('warn', 'Ends soon') : badge('ok', 'Valid');
}
