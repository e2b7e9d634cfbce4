// Where pages are, as seen from another page.
import { href } from '../../router.js';

/** @param {{tenant: string}} params of the page that one is on */
export const hash = (params, page, path = [], query = {}) => href(params.tenant, page, path, query);

/** A path's key has slashes of its own, which stay: they are part of the page's address. */
export const pathHash = (params, key) => hash(params, 'paths', key.split('/'));
