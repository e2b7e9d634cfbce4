package io.isthmus.northbound.security;

import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Caller;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** That a request's caller is known. Holds no credentials. */
final class BearerAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1L;

  /** Of callers who may see what belongs to no tenant, for Spring's own endpoints. */
  private static final List<SimpleGrantedAuthority> SEES_ALL =
      List.of(new SimpleGrantedAuthority("viewer-of-all"));

  private final transient Caller caller;

  BearerAuthentication(Caller caller) {
    super(caller.hasRoleForAll(Role.VIEWER) ? SEES_ALL : List.of());
    this.caller = caller;
    setAuthenticated(true);
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public String getCredentials() {
    return "";
  }
}
