package io.isthmus.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the code to {@link ArchitectureRules}, and the rules to catching what is planted. */
class ArchitectureTest {

  private static final String PLANTED = "io.isthmus.app.architecture.planted";

  private static final Map<String, ArchRule> RULES = ArchitectureRules.under("io.isthmus");
  private static final Map<String, ArchRule> RULES_FOR_PLANTED = ArchitectureRules.under(PLANTED);

  private static final JavaClasses code =
      new ClassFileImporter()
          .withImportOption(ArchitectureTest::isNoTest)
          .importPackages("io.isthmus");
  private static final JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);

  static Stream<String> rules() {
    return RULES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void codeKeepsTheRule(String rule) {
    RULES.get(rule).check(code);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void plantedViolationIsCaught(String rule) {
    EvaluationResult result = RULES_FOR_PLANTED.get(rule).evaluate(planted);

    assertThat(result.getFailureReport().getDetails())
        .as("violations of the rule %s", rule)
        .anyMatch(violation -> violation.contains(plantedFor(rule)));
  }

  /** An import that finds no class of a module would let all its rules pass. */
  @Test
  void everyModuleIsLookedAt() {
    Set<String> modules =
        code.stream()
            .map(type -> type.getPackageName().split("\\.", 4))
            .filter(parts -> parts.length > 2)
            .map(parts -> parts[2])
            .collect(Collectors.toSet());

    assertThat(modules)
        .contains(
            "domain",
            "db",
            "pki",
            "southbound",
            "northbound",
            "console",
            "app",
            "agent",
            "lab",
            "cli");
  }

  private static String plantedFor(String rule) {
    String inPackage = rule.equals("domain.known") ? "domain.unknown" : rule;
    return PLANTED + "." + inPackage + ".Planted";
  }

  private static boolean isNoTest(Location location) {
    return !location.contains("/test-classes/") && !location.contains("-tests.jar");
  }
}
