package io.isthmus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart by Helm itself: linted, rendered, and held against the types of Kubernetes. */
class ChartTest {
  @TempDir private static Path directory;
  private static final String DATABASE =
      "database.url=jdbc:postgresql://db:5432/isthmus database.existingSecret=db ";
  private static final String EVERYTHING =
      DATABASE
          + "controller.replicas=2 rest.tlsSecret=rest-tls rest.ingress.enabled=true rest.ingress.tlsSecret=tls"
          + " rest.ingress.className=nginx southbound.service.type=LoadBalancer"
          + " southbound.advertised=edges.example:7443 serviceMonitor.enabled=true"
          + " serviceMonitor.tokenSecret.name=token prometheusRule.enabled=true dashboards.enabled=true"
          + " edge.enabled=true edge.tokenSecret=join edge.priorityClassName=system-node-critical"
          + " controller.config.isthmus.northbound.rate.per-token=100";

  /** What Spring Boot itself knows, beside the settings that application.yaml names. */
  private static final Set<String> OF_SPRING =
      Set.of(
          "SPRING_DATASOURCE_URL",
          "SPRING_DATASOURCE_USERNAME",
          "SPRING_DATASOURCE_PASSWORD",
          "SPRING_CONFIG_ADDITIONAL_LOCATION",
          "SERVER_SSL_BUNDLE",
          "SPRING_SSL_BUNDLE_PEM_REST_RELOAD_ON_UPDATE",
          "SPRING_SSL_BUNDLE_PEM_REST_KEYSTORE_CERTIFICATE",
          "SPRING_SSL_BUNDLE_PEM_REST_KEYSTORE_PRIVATE_KEY",
          "ISTHMUS_NORTHBOUND_BOOTSTRAP_CONTROLLER",
          "ISTHMUS_CONTROLLER_OPTS");

  /**
   * Helm's library takes every cluster for a 1.20, which the chart refuses, and looks for what
   * exists in a cluster, of which there is none.
   */
  @BeforeAll
  static void copy() throws IOException {
    Path chart = Deploy.file("deploy/helm/isthmus");
    try (Stream<Path> files = Files.walk(chart, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(chart.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(
            copy,
            Files.readString(file)
                .replaceFirst("(?m)^kubeVersion: .*$", "")
                .replaceAll("\\(lookup [^)]+\\)", "(dict)"));
      }
    }
  }

  private static Helm chart() {
    return new Helm(directory);
  }

  @Test
  void helmFindsNothingToSay() {
    LintResult result = chart().lint().strict().call();

    assertThat(result.getMessages())
        .as("messages")
        .noneMatch(message -> message.contains("[ERROR]"));
    assertThat(result.isFailed()).isFalse();
  }

  private static Map<String, String> pairs(String values) {
    Map<String, String> pairs = new TreeMap<>();
    Arrays.stream(values.strip().split("\\s+"))
        .forEach(pair -> pairs.put(pair.split("=", 2)[0], pair.split("=", 2)[1]));
    return pairs;
  }

  private static Manifests render(String values) throws IOException {
    TemplateCommand command = chart().template().withName("net").withNamespace("wan");
    pairs(values).forEach(command::set);
    return Manifests.parse(command.call());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rest.tlsSecret=rest-tls rest.ingress.enabled=true",
        "edge.enabled=true edge.tokenSecret=t edge.kind=Deployment edge.privileged=false edge.name=nice",
        "edge.enabled=true edge.tokenSecret=t",
        "masterKey.existingSecret=m adminToken.existingSecret=a networkPolicy.enabled=false",
        "southbound.service.type=NodePort southbound.service.nodePort=30443",
        "controller.strategy=Recreate prometheusRule.enabled=true dashboards.enabled=true"
      })
  void everyFieldIsOneThatKubernetesKnows(String values) throws IOException {
    Manifests manifests = render(DATABASE + values);

    assertThat(manifests.all(Deployment.class)).isNotEmpty();
    assertThat(manifests.objects())
        .allSatisfy(object ->
            assertThat(object.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/instance", "net"));
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsRefused() {
    String manifest =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: x}
        spec: {typo: ClusterIP}
        """;

    assertThatThrownBy(() -> Manifests.parse(manifest)).hasMessageContaining("typo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controller.replicas=0",
        "controller.replica=2",
        "controller.strategy=OnDelete",
        "database.url=postgres://db/isthmus",
        "edge.enabled=true edge.kind=StatefulSet edge.tokenSecret=t",
        "edge.enabled=true",
        "serviceMonitor.enabled=true",
        "southbound.advertised=edges.example"
      })
  void wrongValuesAreRefused(String values) {
    assertThatThrownBy(() -> render(DATABASE + values)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theDatabaseHasToBeNamed() {
    assertThatThrownBy(() -> render("database.existingSecret=db"))
        .hasMessageContaining("database.url");
  }

  @Test
  void theControllerMayDoNothingThatItNeedNot() throws IOException {
    PodSpec pod = controller(render(EVERYTHING));
    Container container = pod.getContainers().getFirst();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(Deploy.read("deploy/Dockerfile"))
        .contains("--uid %d".formatted(pod.getSecurityContext().getRunAsUser()));
  }

  @Test
  void everyProbeAsksForWhatThereIs() throws IOException {
    Container container = controller(render(EVERYTHING)).getContainers().getFirst();
    List<Probe> probes =
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe());

    assertThat(
            Deploy.yaml("controller-app/src/main/resources/application.yaml")
                .at("/management/endpoint/health/probes/enabled")
                .asBoolean())
        .isTrue();
    assertThat(probes)
        .extracting(probe -> probe.getHttpGet().getPath())
        .containsOnly("/actuator/health/liveness", "/actuator/health/readiness");
    assertThat(probes)
        .allSatisfy(probe -> {
          assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("rest");
          assertThat(probe.getHttpGet().getScheme()).isEqualTo("HTTPS");
        });
  }

  @Test
  void portsAreThoseOfTheContainer() throws IOException {
    Manifests manifests = render(EVERYTHING);
    List<String> ports =
        controller(manifests).getContainers().getFirst().getPorts().stream()
            .map(ContainerPort::getName)
            .toList();

    assertThat(manifests.all(Service.class))
        .hasSize(2)
        .flatExtracting(service -> service.getSpec().getPorts())
        .extracting(port -> port.getTargetPort().getStrVal())
        .isSubsetOf(ports);
    assertThat(manifests.the(NetworkPolicy.class).getSpec().getIngress())
        .flatExtracting(rule -> rule.getPorts())
        .extracting(port -> port.getPort().getStrVal())
        .isSubsetOf(ports);
    Service rest = manifests.all(Service.class).getFirst();
    assertThat(manifests.the(Ingress.class).getSpec().getRules().getFirst().getHttp().getPaths())
        .extracting(path -> path.getBackend().getService().getName())
        .containsExactly(rest.getMetadata().getName());
    assertThat(manifests.the(ServiceMonitor.class).getSpec().getEndpoints().getFirst().getPort())
        .isEqualTo(rest.getSpec().getPorts().getFirst().getName());
  }

  @Test
  void selectorsFindTheirPods() throws IOException {
    Manifests manifests = render(EVERYTHING);
    Map<String, String> labels =
        manifests.the(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();

    Stream.of(
            manifests.the(Deployment.class).getSpec().getSelector().getMatchLabels(),
            manifests.the(PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels(),
            manifests.the(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels(),
            manifests.all(Service.class).getFirst().getSpec().getSelector(),
            manifests.all(Service.class).getLast().getSpec().getSelector())
        .forEach(selector -> assertThat(labels).containsAllEntriesOf(selector));
    assertThat(manifests.the(ServiceMonitor.class).getSpec().getSelector().getMatchLabels())
        .satisfies(selector -> {
          assertThat(manifests.all(Service.class).getFirst().getMetadata().getLabels())
              .containsAllEntriesOf(selector);
          assertThat(manifests.all(Service.class).getLast().getMetadata().getLabels())
              .isNotEqualTo(selector);
        });
    assertThat(manifests.the(DaemonSet.class).getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(
            manifests.the(DaemonSet.class).getSpec().getSelector().getMatchLabels());
  }

  @Test
  void variablesAreSettingsThatTheControllerHas() throws IOException {
    Set<String> known = new TreeSet<>(Deploy.settingsAsEnvironment());
    known.addAll(OF_SPRING);

    List<String> names =
        controller(render(EVERYTHING)).getContainers().getFirst().getEnv().stream()
            .map(EnvVar::getName)
            // In the environment a dash may be an underscore as well as nothing.
            .map(name -> known.contains(name) ? name : withoutWordBreaks(name, known))
            .toList();

    assertThat(known).containsAll(names);
  }

  private static String withoutWordBreaks(String name, Set<String> known) {
    return known.stream()
        .filter(setting -> setting.replace("_", "").equals(name.replace("_", "")))
        .findFirst()
        .orElse(name);
  }

  @Test
  void whatIsMountedIsThere() throws IOException {
    Manifests manifests = render(EVERYTHING);
    List<PodSpec> pods = new ArrayList<>();
    pods.add(controller(manifests));
    pods.add(manifests.the(DaemonSet.class).getSpec().getTemplate().getSpec());

    assertThat(pods)
        .allSatisfy(pod -> {
          List<String> volumes = pod.getVolumes().stream().map(volume -> volume.getName()).toList();
          Set<String> mounted = new TreeSet<>();
          Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
              .flatMap(container -> container.getVolumeMounts().stream())
              .forEach(mount -> mounted.add(mount.getName()));
          assertThat(mounted).containsExactlyInAnyOrderElementsOf(volumes);
          assertThat(pod.getServiceAccountName())
              .isEqualTo(manifests.the(ServiceAccount.class).getMetadata().getName());
        });
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:6432/isthmus?sslmode=require, 0, 6432",
    "jdbc:postgresql://db/isthmus, 0, 5432",
    "jdbc:postgresql://db:5433/isthmus, 6432, 6432"
  })
  void theDatabaseIsLetThroughAtItsPort(String url, int set, int port) throws IOException {
    Manifests manifests =
        render(
            "database.existingSecret=db database.url=%s networkPolicy.databasePort=%d"
                .formatted(url, set));

    assertThat(manifests.the(NetworkPolicy.class).getSpec().getEgress().getFirst().getPorts())
        .extracting(allowed -> allowed.getPort().getIntVal())
        .containsExactly(53, 53, port, 443);
  }

  /** A platform's Prometheus and Grafana take all that is in deploy/, under the names it uses. */
  @Test
  void alertsAndDashboardsComeWhole() throws IOException {
    Manifests manifests = render(EVERYTHING);
    JsonNode rules = Deploy.yaml("deploy/prometheus/isthmus.rules.yaml");

    assertThat(manifests.the(PrometheusRule.class).getSpec().getGroups())
        .hasSameSizeAs(rules.path("groups"))
        .flatExtracting(group -> group.getRules())
        .extracting(rule -> rule.getAlert())
        .contains("IsthmusControllerDown");
    assertThat(
            manifests
                .the(ServiceMonitor.class)
                .getSpec()
                .getEndpoints()
                .getFirst()
                .getRelabelings()
                .getFirst()
                .getReplacement())
        .isIn(rules.findValuesAsText("expr").stream().flatMap(ChartTest::jobs).toList());
    assertThat(manifests.all(ConfigMap.class))
        .filteredOn(map -> map.getMetadata().getLabels().containsKey("grafana_dashboard"))
        .flatExtracting(map -> map.getData().values())
        .containsExactlyInAnyOrder(
            Stream.of("controller", "edge", "network", "sla-steering")
                .map(name -> Deploy.read("deploy/grafana/dashboards/" + name + ".json"))
                .toArray(String[]::new));
  }

  private static Stream<String> jobs(String expression) {
    return Pattern.compile("job=\"([^\"]+)\"")
        .matcher(expression)
        .results()
        .map(found -> found.group(1));
  }

  @Test
  void madeSecretsHaveTheFormThatTheControllerReads() throws IOException {
    List<Secret> secrets = render(DATABASE).all(Secret.class);

    assertThat(secrets).hasSize(2);
    assertThat(Base64.getDecoder().decode(text(secrets.getFirst(), "master.key"))).hasSize(32);
    String token = text(secrets.getLast(), "admin-token");
    assertThat(token).startsWith("ist1_");
    assertThat(Base64.getUrlDecoder().decode(token.substring(5))).hasSize(48);
    assertThat(
            render(DATABASE + "masterKey.existingSecret=m adminToken.existingSecret=a")
                .all(Secret.class))
        .isEmpty();
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private static PodSpec controller(Manifests manifests) {
    return manifests.the(Deployment.class).getSpec().getTemplate().getSpec();
  }
}
