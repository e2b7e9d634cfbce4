package io.isthmus.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isthmus.client.ApiClient;
import io.isthmus.client.ApiException;
import io.isthmus.client.ApiResponse;
import io.isthmus.client.Isthmus;
import io.isthmus.client.Pages;
import io.isthmus.client.api.ApplicationsApi;
import io.isthmus.client.api.IntentApi;
import io.isthmus.client.api.OperationsApi;
import io.isthmus.client.api.SitesApi;
import io.isthmus.client.api.SteeringDecisionsApi;
import io.isthmus.client.model.Application;
import io.isthmus.client.model.Intent;
import io.isthmus.client.model.IntentDifference;
import io.isthmus.client.model.Match;
import io.isthmus.client.model.Operation;
import io.isthmus.client.model.PageSite;
import io.isthmus.client.model.Problem;
import io.isthmus.client.model.Site;
import io.isthmus.client.model.SteeringDecision;
import io.isthmus.client.model.SteeringRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The generated client for Java, used as its README says. */
class JavaClientIT extends AgainstController {
  private static final String TENANT = "java";

  @Test
  void whatIsDeclaredIsReadPlannedAppliedAndMoved() throws Exception {
    declare(TENANT);
    ApiClient client = Isthmus.connect(controller(), token());

    Application crm =
        new Application()
            .trafficClass("voice")
            .addMatchesItem(new Match().protocol("tcp").addDestinationPortsItem("443"));
    ApiResponse<Application> created =
        new ApplicationsApi(client)
            .putApplicationWithHttpInfo(TENANT, "crm", crm, null, null, null);
    assertThat(created.getStatusCode()).isEqualTo(201);
    assertThat(created.getHeaders()).containsKey("operation-location");
    assertThat(new ApplicationsApi(client).getApplication(TENANT, "crm", null, null).getPriority())
        .isEqualTo(1000);

    Intent more = new Intent().addSitesItem(new Site().name("van").kind(Site.KindEnum.FAR_EDGE));
    IntentApi intents = new IntentApi(client);
    IntentDifference planned = intents.planIntent(TENANT, more, "MERGE", null, null);
    IntentDifference applied = intents.applyIntent(TENANT, more, "MERGE", null, null, null, null);
    assertThat(planned.getDifferences().get("sites").getCreated()).containsExactly("van");
    assertThat(applied.getRevision()).isGreaterThan(planned.getRevision());

    SteeringDecision decision =
        new SteeringDecisionsApi(client)
            .postSteeringDecision(
                SteeringDecisionsApi.APIPostSteeringDecisionRequest.newBuilder()
                    .tenant(TENANT)
                    .document(
                        new SteeringRequest()
                            .trafficClass("voice")
                            .overlay("on-2")
                            .hold(SteeringRequest.HoldEnum.PIN)
                            .expiresInSeconds(900L))
                    .build());
    UUID operation = Objects.requireNonNull(decision.getOperation()).getId();
    assertThat(decision.getCause()).isEqualTo(SteeringDecision.CauseEnum.REQUESTED);
    assertThat(
            new OperationsApi(client).getOperation(TENANT, operation, null, null, null).getState())
        .isEqualTo(Operation.StateEnum.PENDING);
  }

  @Test
  void listsComeInPagesAndRefusalsHaveTypes() throws Exception {
    declare("java-pages");
    SitesApi sites = new SitesApi(Isthmus.connect(controller(), token()));

    List<Site> all =
        Pages.all(
            cursor -> sites.listSites("java-pages", 1, cursor),
            PageSite::getItems,
            PageSite::getNextCursor);
    assertThat(all).extracting(Site::getName).containsExactly("nice", "paris");

    ApiException refused =
        catchThrowableOfType(
            ApiException.class, () -> sites.deleteSite("java-pages", "nice", null, null, null));
    Problem problem = Isthmus.problem(refused).orElseThrow();
    assertThat(refused.getCode()).isEqualTo(409);
    assertThat(problem.getCode()).isEqualTo("IN_USE");
    ApiException invalid =
        catchThrowableOfType(
            ApiException.class,
            () -> sites.putSite("java-pages", "x", new Site(), null, null, null));
    assertThat(Isthmus.problem(invalid).orElseThrow().getErrors())
        .anySatisfy(error -> assertThat(error.getField()).isEqualTo("/kind"));
  }
}
