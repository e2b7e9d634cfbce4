package io.isthmus.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no engine is needed for to know of the Dockerfile and docker-compose.yml. */
class ImagesTest {
  private static final JsonNode COMPOSE = Deploy.yaml("docker-compose.yml");
  private static final JsonNode INTENT = Deploy.yaml("deploy/compose/intent.yaml");

  @Test
  void everyModulesPomIsThereBeforeTheDownloads() {
    List<String> modules =
        Pattern.compile("<module>(.+)</module>")
            .matcher(Deploy.read("pom.xml"))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(modules).isNotEmpty();
    assertThat(Deploy.read("deploy/Dockerfile"))
        .contains(modules.stream().map("COPY %1$s/pom.xml %1$s/"::formatted).toList());
  }

  @Test
  void whatIsCopiedIsThere() {
    List<String> sources =
        Pattern.compile("(?m)^COPY (?!--from)(.+) \\S+$")
            .matcher(Deploy.read("deploy/Dockerfile"))
            .results()
            .flatMap(found -> List.of(found.group(1).split(" ")).stream())
            .toList();

    assertThat(sources).allSatisfy(source -> assertThat(Deploy.file(source)).exists());
  }

  @Test
  void composeStartsThreeEdgesAndAHostBehindEach() {
    Set<String> services = names(COMPOSE.path("services"));

    assertThat(edges()).hasSize(3);
    assertThat(services).contains("postgres", "controller", "wan").containsAll(edges());
    assertThat(edges())
        .allSatisfy(edge -> assertThat(services).contains(edge.replace("edge-", "host-")));
  }

  @Test
  void everyTargetIsAStageAndEveryNetworkAndVolumeIsDeclared() {
    String dockerfile = Deploy.read("deploy/Dockerfile");

    assertThat(COMPOSE.path("services"))
        .allSatisfy(service -> {
          JsonNode target = service.path("build").path("target");
          if (!target.isMissingNode()) {
            assertThat(dockerfile).contains(" AS " + target.asText());
          }
          JsonNode networks = service.path("networks");
          Set<String> used = networks.isArray() ? texts(networks) : names(networks);
          assertThat(names(COMPOSE.path("networks"))).containsAll(used);
        });
  }

  /** The intent names addresses and interfaces that compose gives. */
  @Test
  void theIntentIsTheNetworkThatComposeMakes() {
    for (JsonNode edge : INTENT.path("edges")) {
      JsonNode service = COMPOSE.path("services").path(edge.path("name").asText());
      String interfaces = service.path("environment").path("ISTHMUS_INTERFACES").asText();
      String wans = COMPOSE.at("/services/wan/environment/ISTHMUS_WANS").asText();
      Set<String> addresses =
          new TreeSet<>(service.path("networks").findValuesAsText("ipv4_address"));

      for (JsonNode link : edge.path("wanLinks")) {
        String address = link.path("address").asText();
        assertThat(interfaces).contains(link.path("interface").asText() + "=" + address);
        assertThat(addresses).contains(address);
        assertThat(wans)
            .contains(
                "%s/%s=%s/24"
                    .formatted(
                        link.path("transport").asText(),
                        edge.path("name").asText(),
                        link.path("gateway").asText()));
      }
      assertThat(
              Pattern.compile("\\w[\\w-]*=([\\d.]+)")
                  .matcher(interfaces)
                  .results()
                  .map((MatchResult pair) -> pair.group(1)))
          .containsExactlyInAnyOrderElementsOf(addresses);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"controller"})
  void theControllersVariablesAreSettings(String name) {
    Set<String> known = Deploy.settingsAsEnvironment();
    known.addAll(
        Set.of(
            "SPRING_DATASOURCE_URL", "SPRING_DATASOURCE_USERNAME", "SPRING_DATASOURCE_PASSWORD"));

    assertThat(names(COMPOSE.path("services").path(name).path("environment")))
        .allSatisfy(variable ->
            assertThat(known)
                .map(setting -> setting.replace("_", ""))
                .contains(variable.replace("_", "")));
  }

  private static List<String> edges() {
    return StreamSupport.stream(INTENT.path("edges").spliterator(), false)
        .map(edge -> edge.path("name").asText())
        .toList();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
