package io.isthmus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.client.ApiClient;
import io.isthmus.client.Isthmus;
import io.isthmus.client.api.ApplicationsApi;
import io.isthmus.client.api.SteeringDecisionsApi;
import io.isthmus.client.model.SteeringDecision;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples run, and react to what an edge tells. */
@Timeout(120)
class ExamplesIT extends AgainstController {
  @Test
  void theOrchestratorInPythonReroutesWhatBreaks() throws Exception {
    Program.requirePython();

    react(
        "example-py",
        List.of(
            "python3",
            "../examples/orchestrator.py",
            "--service",
            "crm",
            "--users",
            "nice",
            "--class",
            "voice",
            "--port",
            "443"));
  }

  @Test
  void theOrchestratorInShellReroutesWhatBreaks() throws Exception {
    Program.require("curl", "--version");
    Program.require("jq", "--version");

    react("example-sh", List.of("../examples/orchestrator.sh", "crm", "nice", "voice", "443"));
  }

  @Test
  void aRefusalIsOneLineAndNothingIsPlaced() throws Exception {
    Program.requirePython();
    Program.require("jq", "--version");
    declare("example-refused");

    assertRefused(List.of("../examples/orchestrator.sh", "crm", "nowhere", "voice", "443"));
    assertRefused(
        List.of(
            "python3",
            "../examples/orchestrator.py",
            "--service",
            "crm",
            "--users",
            "nowhere",
            "--class",
            "voice"));
  }

  private void assertRefused(List<String> command) throws Exception {
    try (Program orchestrator = Program.start(environment("example-refused"), command)) {
      assertThat(orchestrator.awaitLine(""))
          .startsWith("400 UNKNOWN_REFERENCE: edge nowhere does not exist");
    }
  }

  private Map<String, String> environment(String tenant) throws IOException {
    return Map.of("ISTHMUS_URL", url(), "ISTHMUS_TOKEN", token(), "ISTHMUS_TENANT", tenant);
  }

  private void react(String tenant, List<String> command) throws Exception {
    declare(tenant);
    ApiClient client = Isthmus.connect(controller(), token());
    SteeringDecisionsApi decisions = new SteeringDecisionsApi(client);

    try (FakeEdge nice = join(tenant, "nice");
        FakeEdge paris = join(tenant, "paris");
        Program orchestrator = Program.start(environment(tenant), command)) {
      assertThat(orchestrator.awaitLine("placed")).contains("paris", "10.1.0.80");
      orchestrator.awaitLine("listening");
      assertThat(
              new ApplicationsApi(client)
                  .getApplication(tenant, "crm", null, null)
                  .getTrafficClass())
          .isEqualTo("voice");

      nice.judge("voice", "on-1", "paris", FakeEdge.Verdict.BROKEN);
      assertThat(orchestrator.awaitLine("rerouted")).contains("on-2", "LOSS_PCT 3.2 on on-1");
      assertThat(active(decisions, tenant))
          .singleElement()
          .satisfies(decision -> {
            assertThat(decision.getSourceEdge()).isEqualTo("nice");
            assertThat(decision.getHold()).isEqualTo(SteeringDecision.HoldEnum.PIN);
          });

      nice.judge("voice", "on-1", "paris", FakeEdge.Verdict.KEPT);
      orchestrator.awaitLine("keeps the objective again");
      assertThat(active(decisions, tenant)).isEmpty();
      assertThat(paris).isNotNull();
    }
  }

  private static List<SteeringDecision> active(SteeringDecisionsApi decisions, String tenant)
      throws Exception {
    return decisions
        .listSteeringDecisions(
            SteeringDecisionsApi.APIListSteeringDecisionsRequest.newBuilder()
                .tenant(tenant)
                .trafficClass("voice")
                .active(true)
                .build())
        .getItems();
  }
}
