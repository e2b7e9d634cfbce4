package io.isthmus.northbound.tenant;

import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.TenantNotFound;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Caller;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants}. */
@RestController
@Tag(name = "Tenants")
@RequestMapping(path = "/api/v1/tenants", produces = "application/json")
class TenantController {
  /** A tenant is only its name, so it never becomes another. */
  private static final EntityTag TAG = new EntityTag("tenant");

  private final IntentService intent;

  TenantController(IntentService intent) {
    this.intent = intent;
  }

  @Operation(summary = "List tenants", description = "Those that you have a role for.")
  @Needs(value = Role.VIEWER, in = Needs.Where.SOME_TENANT)
  @GetMapping
  ResponseEntity<Page<TenantView>> listTenants(Paging paging) {
    NetworkSnapshot snapshot = intent.snapshot();
    Caller caller = Caller.current();
    return Page.of(
            paging,
            snapshot.tenants(),
            Name::of,
            network -> caller.mayKnow(network.tenant()),
            network -> view(network.tenant()))
        .answer(paging, snapshot.revision());
  }

  @Operation(summary = "Show a tenant")
  @Needs(Role.VIEWER)
  @GetMapping("/{tenant}")
  ResponseEntity<TenantView> getTenant(@PathVariable Name tenant, Terms terms) {
    intent.network(tenant);
    return terms.preconditions().isUnmodified(TAG)
        ? answer(HttpStatus.NOT_MODIFIED).build()
        : answer(HttpStatus.OK).body(view(tenant));
  }

  @Operation(
      summary = "Create a tenant",
      description = "A tenant is only its name, so an existing one is left as it is.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @PutMapping("/{tenant}")
  ResponseEntity<TenantView> putTenant(
      @PathVariable Name tenant,
      @Parameter(hidden = true) Optional<Document> document,
      Terms terms) {
    document.ifPresent(body -> requireSameName(body, tenant));
    boolean existed = intent.snapshot().findTenant(tenant).isPresent();
    terms.preconditions().require(existed ? Optional.of(TAG) : Optional.empty());
    boolean created = intent.createTenant(Acting.now(), tenant);
    if (!created && !existed) {
      // Somebody else created it since.
      terms.preconditions().require(Optional.of(TAG));
    }
    return answer(created ? HttpStatus.CREATED : HttpStatus.OK).body(view(tenant));
  }

  @Operation(
      summary = "Delete an empty tenant",
      description = "Its resources must be deleted first; its operations and events go with it.")
  @Needs(value = Role.ADMIN, in = Needs.Where.ALL_TENANTS)
  @DeleteMapping("/{tenant}")
  ResponseEntity<Void> deleteTenant(@PathVariable Name tenant, Terms terms) {
    boolean exists = intent.snapshot().findTenant(tenant).isPresent();
    terms.preconditions().require(exists ? Optional.of(TAG) : Optional.empty());
    if (!exists) {
      throw new TenantNotFound(tenant);
    }
    intent.removeTenant(Acting.now(), tenant);
    return ResponseEntity.noContent()
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .build();
  }

  private ResponseEntity.BodyBuilder answer(HttpStatus status) {
    return ResponseEntity.status(status)
        .header(HttpHeaders.ETAG, TAG.quoted())
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()));
  }

  private static void requireSameName(Document document, Name tenant) {
    Errors errors = new Errors();
    Fields.of(document.root(), "", errors)
        .ifPresent(fields -> {
          Optional<Name> given = fields.optional("name", Readings.NAME);
          if (given.isPresent() && !given.get().equals(tenant)) {
            fields.invalid(
                "name",
                "NAME_MISMATCH",
                "name %s is not %s, which the URL says: leave name out"
                    .formatted(given.get(), tenant));
          }
          fields.end();
        });
    errors.throwIfAny();
  }

  private static TenantView view(Name tenant) {
    return new TenantView(tenant.value());
  }
}
