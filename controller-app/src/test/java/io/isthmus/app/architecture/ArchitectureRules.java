package io.isthmus.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What each module and each package of the domain may depend on, as allow-lists: a rule that
 * forbids a package passes silently once that package is renamed, one that allows packages fails
 * then.
 *
 * <p>The rules are a function of the root package, so that they hold for the code and must fail for
 * the violations that are planted beside this class.
 */
final class ArchitectureRules {

  /** The packages of the domain; each may use those of the lines before its own. */
  private static final List<List<String>> DOMAIN_ORDER =
      List.of(
          List.of("net"),
          List.of("topology"),
          List.of("trust"),
          List.of("overlay", "traffic"),
          List.of("telemetry"),
          List.of("sla"),
          List.of("steering"),
          // The whole network as declared, from which paths and plans follow.
          List.of("intent"),
          List.of("path"),
          List.of("plan"),
          List.of("operation"),
          List.of("reconcile"),
          List.of("admission"));

  private static final List<String> JAVA = List.of("java..", "javax..", "org.jspecify..");
  private static final List<String> LOGGING = List.of("org.slf4j..");
  private static final List<String> ANNOTATIONS = List.of("com.google.errorprone.annotations..");
  private static final List<String> METRICS = List.of("io.micrometer..");
  private static final List<String> SPRING = List.of("org.springframework..");

  /** The generated stubs of unary calls return Guava's futures. */
  private static final List<String> GRPC =
      List.of("io.grpc..", "com.google.protobuf..", "com.google.common.util.concurrent..");

  private static final List<String> JACKSON =
      List.of("tools.jackson..", "com.fasterxml.jackson.annotation..", "org.snakeyaml.engine..");

  private final String root;

  private ArchitectureRules(String root) {
    this.root = root;
  }

  /** The rules for the code under a root package, by name. */
  static Map<String, ArchRule> under(String root) {
    ArchitectureRules rules = new ArchitectureRules(root);
    Map<String, ArchRule> byName = new LinkedHashMap<>();
    rules.addModules(byName);
    rules.addDomainPackages(byName);
    return byName;
  }

  private void addModules(Map<String, ArchRule> rules) {
    rules.put(
        "selection", module("selection", JAVA, ANNOTATIONS, List.of("com.datadoghq.sketch..")));
    rules.put("domain", module("domain", own("selection"), JAVA, ANNOTATIONS));
    rules.put(
        "db",
        module(
            "db",
            own("domain"),
            own("selection"),
            JAVA,
            LOGGING,
            ANNOTATIONS,
            METRICS,
            SPRING,
            JACKSON,
            List.of(
                "jakarta.persistence..", "org.hibernate..", "org.postgresql..", "com.zaxxer..")));
    rules.put(
        "pki", module("pki", own("domain"), JAVA, ANNOTATIONS, List.of("org.bouncycastle..")));
    rules.put(
        "southbound",
        module(
            "southbound",
            own("domain"),
            own("selection"),
            JAVA,
            LOGGING,
            ANNOTATIONS,
            METRICS,
            SPRING,
            GRPC));
    rules.put("southbound.api", module("southbound.api", JAVA, GRPC));
    rules.put(
        "northbound",
        module(
            "northbound",
            own("domain"),
            JAVA,
            LOGGING,
            ANNOTATIONS,
            METRICS,
            SPRING,
            JACKSON,
            List.of(
                "jakarta..",
                "org.apache.catalina..",
                "org.springdoc..",
                "io.swagger..",
                "io.github.resilience4j..")));
    // What it shows its pages ask of REST.
    rules.put("console", module("console", JAVA, SPRING, JACKSON, List.of("jakarta.servlet..")));
    rules.put(
        "agent",
        module(
            "agent",
            own("southbound.api"),
            own("selection"),
            JAVA,
            LOGGING,
            ANNOTATIONS,
            GRPC,
            List.of("com.sun.net.httpserver..", "org.bouncycastle..")));
    // It talks to the controller as everybody does.
    rules.put(
        "cli", module("cli", JAVA, JACKSON, List.of("picocli..", "com.sun.net.httpserver..")));
    rules.put(
        "lab",
        module(
            "lab",
            own("agent"),
            own("southbound.api"),
            own("selection"),
            JAVA,
            LOGGING,
            ANNOTATIONS,
            GRPC,
            JACKSON,
            List.of("picocli..", "org.HdrHistogram..", "com.sun.net.httpserver..")));
  }

  private void addDomainPackages(Map<String, ArchRule> rules) {
    List<String> before = new ArrayList<>();
    for (List<String> line : DOMAIN_ORDER) {
      for (String name : line) {
        List<String> allowed = before.stream().map(this::domain).toList();
        rules.put(
            "domain." + name,
            module("domain." + name, allowed, own("selection"), JAVA, ANNOTATIONS));
      }
      before.addAll(line);
    }
    // A package that is new or renamed has to be given its place in the order.
    String[] known =
        Stream.concat(before.stream().map(this::domain), Stream.of(root + ".domain"))
            .toArray(String[]::new);
    rules.put(
        "domain.known",
        classes().that().resideInAPackage(root + ".domain..").should().resideInAnyPackage(known));
  }

  @SafeVarargs
  private ArchRule module(String name, List<String>... allowed) {
    List<String> packages = new ArrayList<>(own(name));
    for (List<String> some : allowed) {
      packages.addAll(some);
    }
    return classes()
        .that()
        .resideInAPackage(root + "." + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages.toArray(String[]::new))
        .allowEmptyShould(true);
  }

  private List<String> own(String module) {
    return List.of(root + "." + module + "..");
  }

  private String domain(String name) {
    return root + ".domain." + name + "..";
  }
}
