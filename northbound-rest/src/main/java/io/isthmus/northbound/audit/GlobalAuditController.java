package io.isthmus.northbound.audit;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/audit}. */
@RestController
@Tag(name = "Audit log")
@RequestMapping("/api/v1/audit")
class GlobalAuditController {
  private final IntentService intent;
  private final AuditReader reader;

  GlobalAuditController(IntentService intent, AuditReader reader) {
    this.intent = intent;
    this.reader = reader;
  }

  /** Null where the answer is the export, which is written by then. */
  @Operation(
      summary = "Show what was done and refused",
      description =
          "As JSON a page of it, newest first. With Accept: application/x-ndjson all of it that the filters let through, oldest first, an entry a line; limit and cursor do not matter then. Of all tenants, and of none.")
  @Needs(value = Role.OPERATOR, in = Needs.Where.ALL_TENANTS)
  @GetMapping(produces = {"application/json", AuditReader.NDJSON})
  @Nullable ResponseEntity<Page<AuditEntryView>> listGlobalAudit(
      @RequestParam Optional<Name> inTenant,
      @RequestParam Optional<String> actor,
      @RequestParam Optional<String> action,
      @RequestParam Optional<String> subject,
      @RequestParam Optional<AuditEntry.Outcome> outcome,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> to,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") List<String> accept,
      Paging paging,
      HttpServletResponse response)
      throws IOException {
    AuditQuery query =
        new AuditQuery(inTenant, actor, action, subject, outcome, from, to, Long.MAX_VALUE);
    return reader.answer(query, accept, paging, intent.snapshot().revision(), response);
  }
}
