/** The network as the map shows it: sites, and between each two of them the tunnels of their edges. */

/** @typedef {'up'|'partial'|'down'|'unknown'} Health */
/**
 * @typedef {{name: string, kind: string, edges: object[], connected: number, health: Health, x: number, y: number, links: number}} Site
 * @typedef {{from: string, to: string, up: number, degraded: number, down: number, unknown: number, total: number, health: Health, edges: [string, string]}} Link
 */

export const HEALTH = {
  up: { badge: 'ok', word: 'up', meaning: 'all tunnels up' },
  partial: { badge: 'warn', word: 'degraded', meaning: 'some tunnels down or breaking an objective' },
  down: { badge: 'bad', word: 'down', meaning: 'no tunnel up' },
  unknown: { badge: 'unknown', word: 'unknown', meaning: 'nobody has told yet' },
};
export const WORST_FIRST = ['down', 'partial', 'unknown', 'up'];

/** @returns {{sites: Site[], links: Link[]}} */
export function network(nodes, links) {
  const siteOf = new Map();
  const sites = nodes.map((node) => {
    node.edges.forEach((edge) => siteOf.set(edge.edge, node.site));
    const connected = node.edges.filter((edge) => edge.connection === 'CONNECTED').length;
    return { name: node.site, kind: node.kind, edges: node.edges, connected, health: siteHealth(node.edges, connected), links: 0 };
  });
  const bySite = new Map(sites.map((site) => [site.name, site]));
  const joined = new Map();
  for (const link of links) {
    const ends = [siteOf.get(link.localEdge), siteOf.get(link.remoteEdge)];
    // Two edges of one site, or an edge that was declared between the two answers.
    if (!ends[0] || !ends[1] || ends[0] === ends[1]) continue;
    const [from, to] = ends.sort();
    const key = `${from} ${to}`;
    const sum = joined.get(key) || { from, to, up: 0, degraded: 0, down: 0, unknown: 0, edges: [link.localEdge, link.remoteEdge] };
    for (const state of ['up', 'degraded', 'down', 'unknown']) sum[state] += link[state];
    joined.set(key, sum);
  }
  const all = [...joined.values()];
  for (const link of all) {
    link.total = link.up + link.degraded + link.down + link.unknown;
    link.health = linkHealth(link);
    bySite.get(link.from).links++;
    bySite.get(link.to).links++;
  }
  return { sites, links: all };
}

function siteHealth(edges, connected) {
  if (edges.length === 0) return 'unknown';
  if (connected === 0) return 'down';
  return connected < edges.length || edges.some((edge) => edge.configState !== 'IN_SYNC') ? 'partial' : 'up';
}

function linkHealth({ up, degraded, down, total }) {
  if (up === total) return 'up';
  if (down === total) return 'down';
  return degraded + down > 0 ? 'partial' : 'unknown';
}
