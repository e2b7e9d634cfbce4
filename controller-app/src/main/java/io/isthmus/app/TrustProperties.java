package io.isthmus.app;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whom the controller trusts, and for how long.
 *
 * @param trustDomain what the names in all certificates begin with; changing it makes every edge
 *     join anew
 * @param masterKeyFile the key that all stored secrets are encrypted with
 * @param certificateLife of the certificates of edges, and of the controller's own
 * @param rootOverlap how long a root is trusted after it has a successor
 */
@ConfigurationProperties("isthmus.security")
record TrustProperties(
    String trustDomain, Path masterKeyFile, Duration certificateLife, Duration rootOverlap) {}
