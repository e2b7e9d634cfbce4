/**
 * The pages, in the order of the navigation. A page is loaded when it is first shown.
 *
 * `needs` is the least role that sees it; a page with `hidden` is reached by links alone.
 *
 * @typedef {{id: string, label: string, icon?: string, needs?: string, hidden?: boolean,
 *   module: () => Promise<{default: object}>}} PageEntry
 * @typedef {{label: string, pages: PageEntry[]}} PageGroup
 */

/** @type {PageGroup[]} */
export const groups = [
  {
    label: 'Network',
    pages: [
      { id: 'overview', label: 'Overview', module: () => import('./pages/overview.js') },
      { id: 'sites', label: 'Sites', module: () => import('./pages/sites.js') },
      { id: 'edges', label: 'Edges', module: () => import('./pages/edges.js') },
      { id: 'add-site', label: 'Add a site', needs: 'orchestrator', hidden: true, module: () => import('./pages/add-site.js') },
      { id: 'overlays', label: 'Overlays', module: () => import('./pages/overlays.js') },
      { id: 'tunnels', label: 'Tunnels', module: () => import('./pages/tunnels.js') },
      { id: 'paths', label: 'Paths', module: () => import('./pages/paths.js') },
    ],
  },
  {
    label: 'Policy',
    pages: [
      { id: 'classes', label: 'Traffic classes', module: () => import('./pages/classes.js') },
      { id: 'applications', label: 'Applications', module: () => import('./pages/applications.js') },
      { id: 'steering', label: 'Steering', module: () => import('./pages/steering.js') },
      { id: 'sla', label: 'SLA', module: () => import('./pages/sla.js') },
    ],
  },
  {
    label: 'Operations',
    pages: [
      { id: 'operations', label: 'Operations', module: () => import('./pages/operations.js') },
      { id: 'events', label: 'Events', module: () => import('./pages/events.js') },
      { id: 'webhooks', label: 'Webhooks', needs: 'orchestrator', module: () => import('./pages/webhooks.js') },
    ],
  },
  {
    label: 'Administration',
    pages: [
      { id: 'enrollment', label: 'Enrolment', needs: 'operator', module: () => import('./pages/enrollment.js') },
      { id: 'access', label: 'Access', module: () => import('./pages/access.js') },
      { id: 'audit', label: 'Audit log', needs: 'operator', module: () => import('./pages/audit.js') },
    ],
  },
];

/** @type {Map<string, PageEntry>} */
export const pages = new Map(groups.flatMap((group) => group.pages).map((page) => [page.id, page]));
