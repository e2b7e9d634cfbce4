/** Who is logged in, and what for. */
const ROLES = ['viewer', 'orchestrator', 'operator', 'admin'];

/** @param {{name: string, kind: string, roles: {tenant: string, role: string}[], expiresAt?: string}} body */
export function meOf(body, tenant) {
  const includes = (role, needed) => ROLES.indexOf(role) >= ROLES.indexOf(needed);
  return {
    name: body.name,
    kind: body.kind,
    roles: body.roles,
    expiresAt: body.expiresAt,
    /** Whether the role is granted for the tenant; '*' asks for all tenants. */
    can(role, of = tenant()) {
      return body.roles.some((grant) => (grant.tenant === '*' || grant.tenant === of) && includes(grant.role, role));
    },
    /** Why a control is disabled, or undefined where it need not be. */
    whyNot(role, of = tenant()) {
      return this.can(role, of) ? undefined : `This needs the role ${role}${of === '*' ? ' for all tenants' : ''}.`;
    },
    /** The greatest role here, for people. */
    role(of = tenant()) {
      return [...ROLES].reverse().find((role) => this.can(role, of));
    },
  };
}
