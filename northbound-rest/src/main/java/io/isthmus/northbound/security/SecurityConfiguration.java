package io.isthmus.northbound.security;

import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.NorthboundProperties;
import io.isthmus.northbound.access.RefusedRequests;
import io.isthmus.northbound.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Who is let in. There are no cookies and no sessions, so a foreign page cannot make a browser ask
 * in its user's name, and nothing has to guard against that.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OidcProperties.class, RateProperties.class})
class SecurityConfiguration {
  /** Scripts and styles of the documentation's pages come from here; they set styles inline. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final long YEAR_SECONDS = 31_536_000;

  /** What says nothing that is not in the sources, and whether the controller lives. */
  private static final String[] OPEN = {
    "/swagger-ui.html",
    "/swagger-ui/**",
    "/v3/api-docs",
    "/v3/api-docs.yaml",
    "/v3/api-docs/**",
    "/actuator/health",
    "/actuator/health/liveness",
    "/actuator/health/readiness"
  };

  @Bean
  AuthenticationManagerResolver<HttpServletRequest> callers(
      ApiTokens tokens, OidcProperties oidc, Clock clock) {
    TokenAuthentication own = new TokenAuthentication(tokens);
    Optional<OidcAuthentication> issuer =
        oidc.isTrusted() ? Optional.of(new OidcAuthentication(oidc, clock)) : Optional.empty();
    return request -> new BearerManager(own, issuer, Source.of(request));
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      AuthenticationManagerResolver<HttpServletRequest> callers,
      Limits limits,
      RefusedRequests refused,
      NorthboundProperties properties) {
    BearerEntryPoint entryPoint = new BearerEntryPoint(limits, refused);
    return http.sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .cors(cors -> cors.configurationSource(origins(properties)))
        .headers(SecurityConfiguration::headers)
        .oauth2ResourceServer(bearer ->
            bearer.authenticationManagerResolver(callers).authenticationEntryPoint(entryPoint))
        .exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint(entryPoint)
                .accessDeniedHandler((request, response, e) ->
                    ProblemWriter.write(
                        response,
                        HttpStatus.FORBIDDEN,
                        "ROLE_MISSING",
                        "this needs role viewer for all tenants (*): use a token that has it",
                        Map.of())))
        .addFilterBefore(new SourceFilter(limits), BearerTokenAuthenticationFilter.class)
        .addFilterBefore(new CallerFilter(limits), AuthorizationFilter.class)
        .authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(OPEN)
                .permitAll()
                // Metrics are of all tenants.
                .requestMatchers("/actuator/**")
                .access((authentication, _) ->
                    new AuthorizationDecision(
                        authentication.get() instanceof BearerAuthentication known
                            && known.getPrincipal().hasRoleForAll(Role.VIEWER)))
                // What exactly is for the handler to say, see AccessInterceptor.
                .anyRequest()
                .access((authentication, _) ->
                    new AuthorizationDecision(
                        authentication.get() instanceof BearerAuthentication)))
        .build();
  }

  /** Methods that are unknown are answered as such, by what comes after the firewall. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** Paths that were made to mean something else than they say. */
  @Bean
  RequestRejectedHandler requestRejectedHandler() {
    return (request, response, e) ->
        ProblemWriter.write(
            response,
            HttpStatus.BAD_REQUEST,
            "BAD_REQUEST",
            "the request cannot be understood: check its path, query and headers (RFC 9112)",
            Map.of());
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
        .referrerPolicy(
            policy -> policy.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.NO_REFERRER))
        .httpStrictTransportSecurity(
            transport -> transport.maxAgeInSeconds(YEAR_SECONDS).includeSubDomains(false));
  }

  /** No page of another origin may ask, unless it is named. */
  private static CorsConfigurationSource origins(NorthboundProperties properties) {
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    List<String> allowed = properties.cors().allowedOrigins();
    if (!allowed.isEmpty()) {
      CorsConfiguration configuration = new CorsConfiguration();
      configuration.setAllowedOrigins(allowed);
      configuration.setAllowedMethods(
          List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"));
      configuration.setAllowedHeaders(List.of("*"));
      configuration.setExposedHeaders(List.of("*"));
      configuration.setAllowCredentials(false);
      source.registerCorsConfiguration("/**", configuration);
    }
    return source;
  }
}
