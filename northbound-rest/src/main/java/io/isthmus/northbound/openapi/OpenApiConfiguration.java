package io.isthmus.northbound.openapi;

import io.isthmus.domain.net.Name;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.intent.IntentView;
import io.isthmus.northbound.problem.Problem;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.steering.SteeringRequest;
import io.isthmus.northbound.webhook.ReplayRequest;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Describes the API. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
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
        List.of(Problem.class, IntentView.class, SteeringRequest.class, ReplayRequest.class)) {
      ModelConverters.getInstance(true)
          .readAll(new AnnotatedType(type))
          .forEach(components::addSchemas);
    }
    SharedAnswers.addTo(components);
    return new OpenAPI()
        .info(
            new Info()
                .title("Isthmus")
                .version("v1")
                .description(DESCRIPTION)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/").description("This controller")))
        .components(components);
  }

  @Bean
  GlobalOperationCustomizer whatOperationsShare() {
    return new SharedParts();
  }
}
