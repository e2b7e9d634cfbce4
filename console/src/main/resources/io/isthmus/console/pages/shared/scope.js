// Of one tenant or of all: for those who have a role for all.
import { tabs } from '../../kit/page.js';
import { hash } from './links.js';

/** @param {'tenant'|'all'} scope the one that is shown */
export function scopeTabs(ctx, page, scope) {
  const all = [
    { id: 'tenant', label: `Tenant ${ctx.params.tenant}` },
    { id: 'all', label: 'All tenants' },
  ];
  return tabs('Scope', all, scope, (id) =>
    hash(ctx.params, page, [], id === 'all' ? { scope: id } : {}),
  );
}
