// Sites with their edges and how these are, all pages of them.

const MOST_PER_PAGE = 1000;

/** @returns {Promise<object[]>} the nodes of the topology, in order of site */
export async function nodes(api, signal) {
  const found = [];
  let cursor;
  do {
    const { body } = await api.get('topology', {
      query: { limit: MOST_PER_PAGE, cursor },
      signal,
    });
    found.push(...body.nodes);
    cursor = body.nextCursor;
  } while (cursor);
  return found;
}
