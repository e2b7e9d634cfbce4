package io.isthmus.northbound.enrollment;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.resource.Missing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code …/edges/{edge}/bootstrap}. */
@RestController
@Tag(name = "Enrolment")
@RequestMapping(
    path = "/api/v1/tenants/{tenant}/edges/{edge}/bootstrap",
    produces = MediaType.TEXT_PLAIN_VALUE)
class BootstrapController {
  private final IntentService intent;
  private final Bootstrap bootstrap;
  private final Clock clock;

  BootstrapController(IntentService intent, Bootstrap bootstrap, Clock clock) {
    this.intent = intent;
    this.bootstrap = bootstrap;
    this.clock = clock;
  }

  @Operation(
      summary = "Show what starts an edge",
      description =
          "A snippet with a placeholder where an enrolment token belongs. It makes no token: a POST to the same path does.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<String> getBootstrap(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @RequestParam(defaultValue = "shell") String format,
      HttpServletRequest request) {
    EdgeKey key = existing(tenant, edge);
    return answer(HttpStatus.OK)
        .body(
            bootstrap.text(
                BootstrapFormat.parse(format),
                key,
                bootstrap.controller(request),
                BootstrapText.PLACEHOLDER));
  }

  @Operation(
      summary = "Make an enrolment token and show what starts the edge with it",
      description =
          "The snippet is ready to be pasted, and holds the secret of a new token: for an hour, for one use and without approval where the body, which may be absent, says nothing else.")
  @Needs(Role.OPERATOR)
  @PostMapping
  ResponseEntity<String> postBootstrap(
      @PathVariable Name tenant,
      @PathVariable Name edge,
      @RequestParam(defaultValue = "shell") String format,
      @Parameter(hidden = true) Optional<Document> document,
      HttpServletRequest request) {
    EdgeKey key = existing(tenant, edge);
    BootstrapFormat wanted = BootstrapFormat.parse(format);
    String secret =
        bootstrap
            .issue(tenant, EnrollmentTokenRequest.ofEdge(document, edge, clock.instant()))
            .secret();
    return answer(HttpStatus.CREATED)
        .body(bootstrap.text(wanted, key, bootstrap.controller(request), secret));
  }

  private EdgeKey existing(Name tenant, Name edge) {
    Network network = intent.network(tenant);
    if (!network.edges().containsKey(edge)) {
      throw Missing.resource(network, Kind.EDGE, edge);
    }
    return new EdgeKey(tenant, edge);
  }

  private ResponseEntity.BodyBuilder answer(HttpStatus status) {
    return ResponseEntity.status(status)
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
