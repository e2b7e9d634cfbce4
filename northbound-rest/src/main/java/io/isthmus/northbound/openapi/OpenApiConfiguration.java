package io.isthmus.northbound.openapi;

import io.isthmus.domain.net.Name;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.edge.RevocationRequest;
import io.isthmus.northbound.enrollment.EnrollmentTokenRequest;
import io.isthmus.northbound.intent.IntentView;
import io.isthmus.northbound.problem.Problem;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.steering.SteeringRequest;
import io.isthmus.northbound.token.ApiTokenRequest;
import io.isthmus.northbound.token.GlobalTokenRequest;
import io.isthmus.northbound.webhook.ReplayRequest;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes the API. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final String BEARER = "bearer";
  private static final String DESCRIPTION =
      """
      The northbound API of the Isthmus SD-WAN controller.

      **Names are keys.** `PUT …/overlays/on-1` creates or replaces and is idempotent: what is so \
      already is left alone and makes no revision. What a `GET` shows can be put back as it is.

      **Changes travel.** A change is durable when it is answered, and then on its way to the edges: \
      `Operation-Location` names the operation that follows it, `Isthmus-Revision` the revision that \
      it made. With `Prefer: wait=N` (RFC 7240, at most 60 s) the answer comes when every affected \
      edge has answered, or after N seconds; `Isthmus-Operation-State` says which. A refusal by an \
      edge is no error of the request: the state is then `FAILED`, and the operation says why.

      **Lost updates.** Resources have strong entity tags; `If-Match` and `If-None-Match` are \
      answered with 412 when they do not hold.

      **The loop closes at the edges.** They measure every path, judge every class and move what \
      breaks its objective, with or without the controller. `traffic-classes/{c}/status` says how a \
      class fares, `steering-decisions` why it runs where it does, now and then, `measurements` what \
      was measured; `events` and `webhooks` tell when something happens.

      **Who may do what.** Every request carries `Authorization: Bearer …`. A token grants roles, \
      `viewer` < `orchestrator` < `operator` < `admin`, each for one tenant or for all; \
      `x-isthmus-role` says which role an operation needs, and `x-isthmus-role-in` whether for the \
      tenant of the path (TENANT), for all tenants (ALL_TENANTS) or for any (SOME_TENANT). A tenant \
      that is not yours is answered for as one that does not exist: 404.

      **Lists** are paged by `limit` and `cursor`, and in an order that changes do not disturb.

      **Errors** are problem details (RFC 9457) with a stable `code`, and the place of every error \
      that was found. The shape of a document being wrong is 400, a value that breaks a rule 422, a \
      conflict with other resources 409. Unknown fields and query parameters are refused.
      """;

  static {
    SpringDocUtils.getConfig()
        .replaceWithClass(Name.class, String.class)
        .addRequestWrapperToIgnore(Document.class, Terms.class, Paging.class);
  }

  @Bean
  OpenAPI isthmusApi() {
    Components components = new Components();
    for (Class<?> type :
        List.of(
            Problem.class,
            IntentView.class,
            SteeringRequest.class,
            ReplayRequest.class,
            ApiTokenRequest.class,
            GlobalTokenRequest.class,
            EnrollmentTokenRequest.class,
            RevocationRequest.class)) {
      ModelConverters.getInstance(true)
          .readAll(new AnnotatedType(type))
          .forEach(components::addSchemas);
    }
    SharedAnswers.addTo(components);
    components.addSecuritySchemes(BEARER, bearer());
    return new OpenAPI()
        .info(
            new Info()
                .title("Isthmus")
                .version("v1")
                .description(DESCRIPTION)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/").description("This controller")))
        .components(components)
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }

  private static SecurityScheme bearer() {
    return new SecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description(
            "An API token of the controller (ist1_…), or an access token of the OpenID Connect"
                + " issuer that the controller trusts. The controller's log says where the first"
                + " start wrote the token of its admin.");
  }

  @Bean
  GlobalOperationCustomizer whatOperationsShare() {
    return new SharedParts();
  }
}
