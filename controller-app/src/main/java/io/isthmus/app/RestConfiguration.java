package io.isthmus.app;

import io.isthmus.domain.trust.ApiTokens;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the REST API is first opened. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RestConfiguration.AdminProperties.class)
class RestConfiguration {
  private static final Logger log = LoggerFactory.getLogger(RestConfiguration.class);

  /**
   * The first administrator.
   *
   * @param adminTokenFile where its token is written
   * @param renewAdminToken whether this start makes another and revokes the first
   */
  @ConfigurationProperties("isthmus.security")
  record AdminProperties(Path adminTokenFile, @DefaultValue("false") boolean renewAdminToken) {}

  /** Before the first request can come. */
  @Bean
  InitializingBean adminToken(ApiTokens tokens, AdminProperties properties) {
    return () -> {
      AdminToken token = new AdminToken(tokens, properties.adminTokenFile());
      if (properties.renewAdminToken()) {
        token.renew();
      } else {
        token.ensure();
      }
    };
  }

  /** Tokens that cross a network in clear belong to whoever listens there. */
  @Bean
  ApplicationListener<WebServerInitializedEvent> plainListenerWarning(ServerProperties server) {
    return event -> {
      boolean encrypted = server.getSsl() != null && server.getSsl().isEnabled();
      if (!encrypted && !isLoopback(server.getAddress())) {
        log.warn(
            "REST is served in clear beyond this machine: whoever listens on the way has every token. Set server.ssl.bundle (docs/security.md), or put a proxy that speaks TLS before it");
      }
    };
  }

  static boolean isLoopback(@Nullable InetAddress address) {
    return address != null && address.isLoopbackAddress();
  }
}
