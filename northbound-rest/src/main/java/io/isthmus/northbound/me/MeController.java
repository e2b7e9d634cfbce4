package io.isthmus.northbound.me;

import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Caller;
import io.isthmus.northbound.access.Needs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/me}. */
@RestController
@Tag(name = "Me")
@RequestMapping(path = "/api/v1/me", produces = "application/json")
class MeController {
  @Operation(
      summary = "Show who is asking",
      description = "And what for: the roles of the credentials that the request was made with.")
  @Needs(value = Role.VIEWER, in = Needs.Where.SOME_TENANT)
  @GetMapping
  ResponseEntity<MeView> getMe() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(MeView.of(Caller.current()));
  }
}
