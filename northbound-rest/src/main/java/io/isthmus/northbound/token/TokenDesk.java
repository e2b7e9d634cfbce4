package io.isthmus.northbound.token;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.northbound.change.Acting;
import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Creation;
import io.isthmus.northbound.resource.Missing;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What both kinds of routes to API tokens have in common. Safe for any thread. */
@Component
final class TokenDesk {
  private final ApiTokens tokens;

  TokenDesk(ApiTokens tokens) {
    this.tokens = tokens;
  }

  Page<ApiTokenView> page(Optional<Name> tenant, Paging paging) {
    SortedMap<Creation, ApiToken> inOrder = new TreeMap<>();
    tokens
        .list(tenant)
        .forEach(token -> inOrder.put(new Creation(token.createdAt(), token.id()), token));
    return Page.of(paging, inOrder, Creation::parse, token -> true, ApiTokenView::of);
  }

  /** A tenant's administrator sees those that are for this tenant alone. */
  ApiToken load(Optional<Name> tenant, UUID id) {
    return tokens
        .find(id)
        .filter(token -> tenant.isEmpty() || tenant.equals(token.tenant()))
        .orElseThrow(() -> Missing.of("API token " + id));
  }

  ApiTokenView create(ApiTokenRequest.Read read) {
    try {
      return ApiTokenView.of(
          tokens.create(Acting.now(), read.name(), read.grants(), Optional.of(read.expiresAt())));
    } catch (InvalidValue e) {
      String field = e.code().contains("NAME") ? "/name" : "";
      throw ProblemException.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          List.of(FieldError.at(field, e.code(), e.getMessage())));
    }
  }

  void revoke(Optional<Name> tenant, UUID id) {
    tokens.revoke(Acting.now(), load(tenant, id).id());
  }
}
