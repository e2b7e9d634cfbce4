package io.isthmus.northbound.enrollment;

import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes enrolment tokens, and says what to do with them. Safe for any thread. */
@Component
@EnableConfigurationProperties(BootstrapProperties.class)
final class Bootstrap {
  private static final Map<String, String> FIELDS =
      Map.of(
          "EDGE_UNKNOWN", "/edge",
          "SITE_UNKNOWN", "/site",
          "INVALID_USES", "/uses",
          "EXPIRY_PASSED", "/expiresAt",
          "EXPIRY_TOO_FAR", "/expiresAt");

  private final EnrollmentTokens tokens;
  private final BootstrapProperties properties;
  private final BootstrapText text;

  Bootstrap(EnrollmentTokens tokens, BootstrapProperties properties) {
    this.tokens = tokens;
    this.properties = properties;
    this.text = new BootstrapText(properties);
  }

  EnrollmentTokens.IssuedToken issue(Name tenant, EnrollmentTokenRequest.Read read) {
    try {
      return tokens.issue(
          Acting.now(), tenant, read.target(), read.uses(), read.expiresAt(), read.approval());
    } catch (InvalidValue e) {
      throw ProblemException.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          List.of(FieldError.at(FIELDS.getOrDefault(e.code(), ""), e.code(), e.getMessage())));
    }
  }

  /** Where edges dial in; the host is that by which the caller found this controller. */
  String controller(HttpServletRequest request) {
    return properties.controllerFor(request.getServerName());
  }

  String text(BootstrapFormat format, EdgeKey edge, String controller, String token) {
    return text.of(format, edge, controller, token);
  }

  /** For one edge, or for one whose name is to be put in. */
  String command(Name tenant, Optional<EdgeKey> edge, String controller, String token) {
    return text.of(
        BootstrapFormat.SHELL,
        edge.orElseGet(() -> new EdgeKey(tenant, Name.of("edge-name"))),
        controller,
        token);
  }
}
