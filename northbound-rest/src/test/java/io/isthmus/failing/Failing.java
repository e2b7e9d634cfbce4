package io.isthmus.failing;

import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Fails as asked. Lives where the API does not look for its own controllers. */
@RestController
public class Failing {
  @Needs(value = Role.VIEWER, in = Needs.Where.SOME_TENANT)
  @GetMapping("/api/v1/failing/{kind}")
  String fail(@PathVariable String kind) {
    throw switch (kind) {
      case "access" -> new DataAccessResourceFailureException("secret");
      case "transaction" -> new CannotCreateTransactionException("secret");
      default -> new IllegalStateException("secret");
    };
  }
}
