package io.isthmus.northbound.access;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.TenantNotFound;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets a request to its handler if its caller has the role that the handler {@link Needs}. Comes
 * before anything of the request is read, so that a tenant that is not the caller's is answered for
 * as one that does not exist, whatever is asked of it.
 */
public final class AccessInterceptor implements HandlerInterceptor {
  private static final String TENANT = "tenant";

  private final RefusedRequests refused;

  public AccessInterceptor(RefusedRequests refused) {
    this.refused = refused;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.ERROR
        || !(handler instanceof HandlerMethod method)
        || isSpringsOwn(request, method)) {
      return true;
    }
    Caller caller = Caller.current();
    Needs needs = method.getMethodAnnotation(Needs.class);
    Optional<Name> tenant = tenant(request);
    tenant.ifPresent(name -> MDC.put(TENANT, name.value()));
    if (needs == null) {
      refused.add(caller, request, tenant, "CLOSED");
      throw ProblemException.of(
          HttpStatus.FORBIDDEN, "CLOSED", "this route is open to nobody: it is a mistake to ask");
    }
    if (tenant.isPresent() && !caller.mayKnow(tenant.get())) {
      refused.add(caller, request, Optional.empty(), "TENANT_NOT_FOUND");
      throw new TenantNotFound(tenant.get());
    }
    if (!suffices(caller, needs, tenant)) {
      refused.add(caller, request, tenant, "ROLE_MISSING");
      throw roleMissing(needs, tenant);
    }
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    MDC.remove(TENANT);
  }

  /** The documentation; and what answers OPTIONS: which methods there are. */
  private static boolean isSpringsOwn(HttpServletRequest request, HandlerMethod method) {
    String type = method.getBeanType().getName();
    boolean options =
        request.getMethod().equals(HttpMethod.OPTIONS.name())
            && type.startsWith("org.springframework.web.servlet.");
    return options || type.startsWith("org.springdoc.");
  }

  private static boolean suffices(Caller caller, Needs needs, Optional<Name> tenant) {
    Role role = needs.value();
    return switch (needs.in()) {
      case TENANT -> tenant.isPresent() && caller.hasRoleIn(tenant.get(), role);
      case ALL_TENANTS -> caller.hasRoleForAll(role);
      case SOME_TENANT -> caller.hasRoleSomewhere(role);
    };
  }

  private static Optional<Name> tenant(HttpServletRequest request) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    if (!(variables instanceof Map<?, ?> map) || !(map.get("tenant") instanceof String text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Name.of(text));
    } catch (InvalidValue e) {
      throw ProblemException.ofParameter("tenant", e.code(), e.getMessage());
    }
  }

  private static ProblemException roleMissing(Needs needs, Optional<Name> tenant) {
    String where =
        switch (needs.in()) {
          case TENANT -> "for tenant " + tenant.map(Name::value).orElse("?");
          case ALL_TENANTS -> "for all tenants (*)";
          case SOME_TENANT -> "for any tenant";
        };
    return ProblemException.of(
        HttpStatus.FORBIDDEN,
        "ROLE_MISSING",
        "this needs role %s %s: ask somebody who is admin there for a token that has it"
            .formatted(needs.value().word(), where),
        Map.of(
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer realm=\"isthmus\", error=\"insufficient_scope\""));
  }
}
