package io.isthmus.northbound.openapi;

import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.change.Terms;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.resource.Paging;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;

/**
 * Describes what the arguments of controllers stand for, so that each controller need not: bodies,
 * conditions, preferences, pages, and the answers that follow from them.
 */
final class SharedParts implements GlobalOperationCustomizer {
  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    Traits traits = Traits.of(operation.getOperationId(), method);
    describeParameters(operation);
    addParameters(operation, traits);
    if (traits.hasBody()) {
      operation.setRequestBody(body(traits));
      // What generated clients call it; otherwise the body overlay of …/{overlay} becomes overlay2.
      operation.addExtension("x-codegen-request-body-name", "document");
    }
    operation.setResponses(responses(operation.getResponses(), traits));
    Needs needs = method.getMethodAnnotation(Needs.class);
    if (needs != null) {
      operation.addExtension("x-isthmus-role", needs.value().word());
      operation.addExtension("x-isthmus-role-in", needs.in().name());
    }
    return operation;
  }

  private static void describeParameters(Operation operation) {
    for (Parameter parameter : parameters(operation)) {
      String name = parameter.getName();
      Words.Parameter words =
          Words.PARAMETERS.getOrDefault(
              operation.getOperationId() + "." + name, Words.PARAMETERS.get(name));
      if (words != null) {
        parameter.setDescription(words.description());
        if (parameter.getIn().equals("path") || parameter.getName().equals("mode")) {
          parameter.setExample(words.example());
        }
      }
    }
    parameters(operation).removeIf(parameter -> parameter.getName().equals("Accept"));
  }

  private static void addParameters(Operation operation, Traits traits) {
    List<Parameter> parameters = parameters(operation);
    if (traits.isPaged()) {
      IntegerSchema limit = new IntegerSchema();
      limit.setMinimum(BigDecimal.ONE);
      limit.setMaximum(BigDecimal.valueOf(Paging.MOST));
      limit.setDefault(Paging.USUAL);
      parameters.add(parameter("query", "limit", Words.LIMIT).schema(limit));
      parameters.add(parameter("query", "cursor", Words.CURSOR));
    }
    if (traits.hasTerms()) {
      parameters.add(parameter("header", "If-Match", Words.IF_MATCH));
      parameters.add(parameter("header", "If-None-Match", Words.IF_NONE_MATCH));
    }
    if (traits.waits()) {
      parameters.add(parameter("header", "Prefer", Words.PREFER));
    }
    if (traits.isPost() && traits.waits()) {
      parameters.add(parameter("header", IsthmusHeaders.IDEMPOTENCY_KEY, Words.IDEMPOTENCY_KEY));
    }
  }

  private static RequestBody body(Traits traits) {
    String name = Examples.schema(traits.id());
    Schema<?> schema =
        traits.id().startsWith("patch")
            ? new JsonSchema()
                .types(Set.of("object"))
                .description("The fields of %s to change; null removes one.".formatted(name))
            : new Schema<>().$ref("#/components/schemas/" + name);
    Content content = new Content();
    for (String type : Examples.contentTypes(traits.id())) {
      MediaType media = new MediaType().schema(schema);
      media.setExample(Examples.of(traits.id(), type));
      content.addMediaType(type, media);
    }
    return new RequestBody().required(traits.needsBody()).content(content);
  }

  private static ApiResponses responses(ApiResponses inferred, Traits traits) {
    ApiResponse success = Objects.requireNonNull(inferred.get("200"));
    success.setContent(content(success.getContent(), traits));
    ApiResponses responses = new ApiResponses();
    traits
        .successes()
        .forEach((status, description) -> {
          ApiResponse response =
              new ApiResponse().description(description).content(success.getContent());
          if (status == 204 || status == 304) {
            response.setContent(null);
          }
          traits
              .headers(status)
              .forEach(name -> response.addHeaderObject(name, SharedAnswers.header(name)));
          responses.addApiResponse(Integer.toString(status), response);
        });
    traits
        .problems()
        .forEach(status ->
            responses.addApiResponse(Integer.toString(status), SharedAnswers.problem(status)));
    return responses;
  }

  private static Content content(Content inferred, Traits traits) {
    String schema = Examples.ANSWERS.get(traits.id());
    if (schema == null) {
      return inferred;
    }
    Content content = new Content();
    Examples.answerTypes(traits.id())
        .forEach(type ->
            content.addMediaType(
                type,
                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema))));
    if (traits.id().endsWith("Audit")) {
      content.addMediaType("application/x-ndjson", new MediaType().schema(new StringSchema()));
    }
    if (traits.id().equals("listEvents")) {
      content.addMediaType("text/event-stream", new MediaType().schema(new StringSchema()));
    }
    return content;
  }

  private static Parameter parameter(String in, String name, Words.Parameter words) {
    return new Parameter()
        .in(in)
        .name(name)
        .description(words.description())
        .required(false)
        .schema(new StringSchema());
  }

  private static List<Parameter> parameters(Operation operation) {
    if (operation.getParameters() == null) {
      operation.setParameters(new ArrayList<>());
    }
    return operation.getParameters();
  }

  /** What a controller's method says of itself by its name and its arguments. */
  private record Traits(
      String id,
      boolean hasTerms,
      boolean isPaged,
      boolean hasBody,
      boolean needsBody,
      boolean ofTenant) {
    static Traits of(String id, HandlerMethod method) {
      List<MethodParameter> parameters = Arrays.asList(method.getMethodParameters());
      List<MethodParameter> bodies =
          parameters.stream()
              .filter(p -> p.nestedIfOptional().getNestedParameterType() == Document.class)
              .toList();
      return new Traits(
          id,
          parameters.stream().anyMatch(p -> p.getParameterType() == Terms.class),
          parameters.stream().anyMatch(p -> p.getParameterType() == Paging.class),
          !bodies.isEmpty(),
          bodies.stream().anyMatch(p -> !p.isOptional()),
          !id.equals("listTenants") && !id.contains("Global"));
    }

    boolean isPost() {
      return id.startsWith("post") || id.equals("applyIntent") || id.equals("planIntent");
    }

    boolean isDelete() {
      return id.startsWith("delete");
    }

    boolean isPut() {
      return id.startsWith("put");
    }

    boolean isChange() {
      return isPut()
          || isDelete()
          || id.startsWith("patch")
          || isPost() && !id.equals("planIntent");
    }

    boolean waits() {
      boolean ofIntent = !id.endsWith("Tenant") && !id.endsWith("Webhook") && !isOfDeadLetters();
      return isChange() && hasTerms && ofIntent || id.equals("getOperation");
    }

    private boolean isOfDeadLetters() {
      return id.contains("DeadLetter");
    }

    Map<Integer, String> successes() {
      return Words.successes(id, isPut(), isDelete(), hasTerms && id.startsWith("get"), waits());
    }

    List<String> headers(int status) {
      List<String> headers = new ArrayList<>(List.of(IsthmusHeaders.REVISION));
      if (hasTerms && !isDelete() && !isPost() && !id.equals("getOperation")) {
        headers.add("ETag");
      }
      if (isPaged && !id.equals("getTopology")) {
        headers.add("Link");
      }
      if (waits()) {
        headers.add(IsthmusHeaders.OPERATION);
        headers.add(IsthmusHeaders.OPERATION_LOCATION);
        headers.add(IsthmusHeaders.OPERATION_STATE);
        headers.add(IsthmusHeaders.PREFERENCE_APPLIED);
      }
      if (isPost() && waits()) {
        headers.add(IsthmusHeaders.IDEMPOTENT_REPLAYED);
      }
      if (id.equals("postSteeringDecision") || Words.isMaking(id) && !id.equals("postBootstrap")) {
        headers.add("Location");
      }
      return status == 304 ? List.of("ETag", IsthmusHeaders.REVISION) : headers;
    }

    List<Integer> problems() {
      List<Integer> problems = new ArrayList<>(List.of(400, 401, 403));
      if (ofTenant) {
        problems.add(404);
      }
      problems.add(406);
      if (isChange() && !isOfDeadLetters() && !Words.isMaking(id) && !id.endsWith("Token")
          || id.equals("planIntent")
          || id.equals("replayWebhook")
          || id.equals("rotateGlobalRoot")
          || id.endsWith("EnrollmentRequest") && !id.startsWith("get")) {
        problems.add(409);
      }
      if (hasTerms) {
        problems.add(412);
      }
      if (hasBody) {
        problems.addAll(List.of(413, 415, 422));
      }
      problems.addAll(List.of(429, 500, 503));
      return problems;
    }
  }
}
