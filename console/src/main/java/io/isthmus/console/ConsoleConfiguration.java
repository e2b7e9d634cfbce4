package io.isthmus.console;

import io.isthmus.console.ConsoleProperties.Oidc;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * The console at {@code /}. Its files are open to everybody, since they say nothing that is not in
 * the sources; what they show comes from the REST API, which wants to know who asks.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConsoleProperties.class)
public class ConsoleConfiguration {
  private static final String[] PATHS = {"/", "/console", "/console/**", "/favicon.ico"};
  private static final long YEAR_SECONDS = 31_536_000;

  @Bean
  Supplier<ConsoleFiles> consoleFiles(ConsoleProperties properties) {
    Path directory = properties.directory();
    return directory == null
        ? SingletonSupplier.of(ConsoleFiles::ofClassPath)
        : () -> ConsoleFiles.of(directory);
  }

  /** Whoever comes first need not wait for what can be done before. */
  @Bean
  ApplicationListener<ApplicationReadyEvent> consoleFilesAhead(
      ConsoleProperties properties, Supplier<ConsoleFiles> consoleFiles) {
    return ready -> {
      // A directory is read at each request, as its files change while one works on them.
      if (properties.directory() == null) {
        Thread.ofPlatform()
            .daemon()
            .name("console-files")
            .priority(Thread.MIN_PRIORITY)
            .start(() -> consoleFiles.get().compress());
      }
    };
  }

  @Bean
  SimpleUrlHandlerMapping consolePages(
      ConsoleProperties properties, Supplier<ConsoleFiles> consoleFiles) {
    ConsoleHandler handler = new ConsoleHandler(consoleFiles, config(properties.oidc()));
    return new SimpleUrlHandlerMapping(
        Arrays.stream(PATHS).collect(Collectors.toMap(path -> path, path -> handler)),
        Ordered.HIGHEST_PRECEDENCE);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityFilterChain consoleSecurity(HttpSecurity http, ConsoleProperties properties) {
    return http.securityMatcher(PATHS)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(headers -> headers(headers, contentSecurityPolicy(properties.oidc())))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers, String policy) {
    headers
        // The handler says how long what may be kept.
        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
        .contentSecurityPolicy(content -> content.policyDirectives(policy))
        .crossOriginOpenerPolicy(opener ->
            opener.policy(CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy.SAME_ORIGIN))
        .referrerPolicy(
            referrer -> referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.NO_REFERRER))
        .httpStrictTransportSecurity(
            transport -> transport.maxAgeInSeconds(YEAR_SECONDS).includeSubDomains(false));
  }

  /** Nothing but the console's own files, and the issuer where people log in there. */
  static String contentSecurityPolicy(Oidc oidc) {
    Set<String> connect = new LinkedHashSet<>();
    connect.add("'self'");
    if (oidc.isConfigured()) {
      connect.add(origin(oidc.issuerUri()));
      oidc.origins().forEach(origin -> connect.add(origin(origin)));
    }
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        + " font-src 'self'; connect-src %s; base-uri 'none'; form-action 'none';"
            .formatted(String.join(" ", connect))
        + " frame-ancestors 'none'";
  }

  private static String origin(String text) {
    URI uri = URI.create(text.strip());
    if (uri.getScheme() == null || uri.getRawAuthority() == null) {
      throw new IllegalArgumentException(
          "isthmus.console.oidc: %s is no URL of an issuer: write https://HOST/…".formatted(text));
    }
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** What the console has to know before anybody has logged in. */
  private static ConsoleFile config(Oidc oidc) {
    Map<String, Object> config =
        oidc.isConfigured()
            ? Map.of(
                "oidc",
                Map.of(
                    "issuer", oidc.issuerUri(),
                    "clientId", oidc.clientId(),
                    "scope", oidc.scope(),
                    "audience", oidc.audience()))
            : Map.of();
    String json = JsonMapper.shared().writeValueAsString(config);
    return new ConsoleFile("config.json", json.getBytes(StandardCharsets.UTF_8));
  }
}
