package io.isthmus.northbound;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.InMemoryTokenStore;
import io.isthmus.domain.fake.InMemoryWebhookStore;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.IdentityStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.webmvc.test.autoconfigure.SpringBootMockMvcBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/**
 * The whole REST API over stores in memory, asked without a network: filters, security,
 * interceptors, controllers. Nothing is delivered to webhooks, whose addresses are made up.
 */
final class FuzzStack {
  /** Stores in memory copy all that they keep with each change. */
  private static final int MOST_CHANGES = 1_500;

  private static final String DEFAULT = "/api/v1/tenants/default";

  private final ConfigurableApplicationContext context;
  private final MockMvc mvc;
  private final InMemoryStore intent;
  private final InMemoryWebhookStore webhooks;
  private final InMemoryTokenStore tokens;
  private final IdentityStore identities;
  private Object clean;
  private int changes;

  FuzzStack() {
    context =
        new SpringApplicationBuilder(TestController.class, Quiet.class)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "spring.main.log-startup-info=false",
                "logging.level.root=error",
                "isthmus.northbound.webhook.allow-private-addresses=true",
                "isthmus.northbound.rate.per-token=100000000",
                "isthmus.northbound.rate.per-source=100000000",
                "isthmus.northbound.rate.failed-per-source=100000000")
            .run();
    WebApplicationContext web = (WebApplicationContext) context;
    DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(web);
    new SpringBootMockMvcBuilderCustomizer(web).customize(builder);
    mvc = builder.build();
    intent = context.getBean(InMemoryStore.class);
    webhooks = context.getBean(InMemoryWebhookStore.class);
    tokens = context.getBean(InMemoryTokenStore.class);
    identities = context.getBean(IdentityStore.class);
    tidy();
    clean = state();
  }

  /**
   * So that no webhook is ever delivered. Not marked as configuration: it is for this one alone.
   */
  static final class Quiet {
    @Bean
    @Primary
    WebhookStore undelivered(InMemoryWebhookStore store) {
      return (WebhookStore)
          Proxy.newProxyInstance(
              FuzzStack.class.getClassLoader(),
              new Class<?>[] {WebhookStore.class},
              (proxy, asked, arguments) -> {
                if (asked.getName().equals("lease")) {
                  return List.of();
                }
                try {
                  return asked.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  /** With the continuum declared in tenant {@code default}, and nothing else. */
  FuzzStack asNew() {
    if (state().equals(clean)) {
      return this;
    }
    changes++;
    boolean works = changes < MOST_CHANGES;
    if (works) {
      works = tidy();
    }
    if (works) {
      clean = state();
      return this;
    }
    close();
    return new FuzzStack();
  }

  private boolean tidy() {
    for (Name tenant : intent.load().tenants().keySet()) {
      for (WebhookStore.Entry entry : webhooks.list(tenant)) {
        webhooks.remove(tenant, entry.webhook().name());
      }
      if (!tenant.value().equals("default")) {
        send(new FuzzRequests.Request("DELETE", "/api/v1/tenants/" + tenant, List.of(), ""));
      }
    }
    send(new FuzzRequests.Request("PUT", DEFAULT, List.of("Content-Type: application/json"), "{}"));
    int status =
        send(
            new FuzzRequests.Request(
                "POST",
                DEFAULT + "/intent:apply",
                List.of("Content-Type: application/yaml"),
                Continuum.YAML));
    return status < 300;
  }

  /** What requests can change. */
  Object state() {
    List<Object> all = new ArrayList<>();
    all.add(intent.load());
    for (Name tenant : intent.load().tenants().keySet()) {
      all.add(webhooks.list(tenant));
      all.add(identities.tokens(tenant));
      all.add(identities.requests(tenant));
      all.add(intent.decisionLog().list(tenant, Optional.empty(), Long.MAX_VALUE, 1_000));
    }
    for (ApiToken token : tokens.list()) {
      all.add(token.id());
      all.add(token.revokedAt());
    }
    all.add(identities.newestIdentities());
    return all;
  }

  /** The answer's status; that of a request which no container would pass on is 400. */
  int send(FuzzRequests.Request request) {
    MockHttpServletRequestBuilder builder;
    try {
      builder =
          MockMvcRequestBuilders.request(
              HttpMethod.valueOf(request.method()), URI.create(request.target()));
      for (String header : request.headers()) {
        int colon = header.indexOf(':');
        builder.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      if (request.headers().stream().noneMatch(header -> header.startsWith("Authorization:"))) {
        builder.header("Authorization", "Bearer " + TestTokens.ADMIN);
      }
      builder.content(request.body().getBytes(StandardCharsets.ISO_8859_1));
      builder.buildRequest(((WebApplicationContext) context).getServletContext());
    } catch (RuntimeException e) {
      return 400;
    }
    try {
      return mvc.perform(builder).andReturn().getResponse().getStatus();
    } catch (Exception e) {
      throw new AssertionError("the container would answer 500 to " + request, e);
    }
  }

  void close() {
    context.close();
  }
}
