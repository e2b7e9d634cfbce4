/** Places in the console: `#/TENANT/PAGE/NAME…?query`. */

/** @typedef {{tenant: string, page: string, path: string[], query: URLSearchParams}} Place */

/** @returns {Place} */
export function parse(hash) {
  const text = hash.replace(/^#\/?/, '');
  const [route, query = ''] = text.split(/\?(.*)/s);
  const [tenant = '', page = '', ...path] = route.split('/').map(decoded).filter((part, i) => i < 2 || part);
  return { tenant, page, path, query: new URLSearchParams(query) };
}

/** The link to a place: `href('default', 'edges', ['edge-nice'], {tab: 'keys'})`. */
export function href(tenant, page, path = [], query = {}) {
  const route = [tenant, page, ...path].map(encodeURIComponent).join('/');
  const search = new URLSearchParams(
    [...(query instanceof URLSearchParams ? query : Object.entries(query))]
      .filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ).toString();
  return `#/${route}${search ? `?${search}` : ''}`;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
