// What the caller's role does not open, with the reason: for those who come by a link.
import { emptyState } from '../../kit/states.js';

/** The view, where the caller has the role; otherwise why not. */
export function withRole(ctx, role, view) {
  return ctx.me.can(role)
    ? view()
    : emptyState({
        title: 'Not for your role',
        text: `${ctx.me.whyNot(role)} Ask an administrator for it.`,
      });
}
