// Keys of paths: edge, its link, remote edge, its link, and "plain" where it is not encrypted.

/** The same path, as its other end measures it. @param {string[]} parts */
export const reversed = ([edge, link, remote, remoteLink, ...rest]) => [remote, remoteLink, edge, link, ...rest];

/** Whether a leg of a choice that the edge made lies on the path. */
export const isOn = ([, link, remote, remoteLink, plain], leg) =>
  leg.localWanLink === link && leg.remoteEdge === remote && leg.remoteWanLink === remoteLink
  && (leg.protection === 'PLAIN') === Boolean(plain);
