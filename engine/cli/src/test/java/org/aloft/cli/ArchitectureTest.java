package org.aloft.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.topology.wrong.DependsTheWrongWay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the house in shape: who may depend on whom, and what no package is called. */
class ArchitectureTest {
    /** Module → the modules of Aloft that it may see. */
    private static final Map<String, Set<String>> MAY_SEE = Map.of(
            "topology", Set.of(),
            "plan", Set.of("topology"),
            "ssh", Set.of("topology", "plan"),
            "verify", Set.of("topology", "plan", "ssh"),
            "cli", Set.of("topology", "plan", "ssh", "verify", "lab"),
            "lab", Set.of(),
            "agent", Set.of(),
            "desugar", Set.of(),
            "bench", Set.of("topology", "ssh", "lab"));

    /** Package of a module → the packages of the same module that it may see; those that are not named see no other. */
    private static final Map<String, Set<String>> PACKAGES = Map.ofEntries(
            Map.entry("topology.problem", Set.of()),
            Map.entry("topology.model", Set.of()),
            Map.entry("topology.graph", Set.of("topology.model")),
            Map.entry("topology.yaml", Set.of("topology.problem")),
            Map.entry("topology.vault", Set.of()),
            Map.entry("topology.sshconfig", Set.of("topology.yaml", "topology.problem")),
            Map.entry(
                    "topology.inventory",
                    Set.of(
                            "topology.sshconfig",
                            "topology.vault",
                            "topology.yaml",
                            "topology.problem",
                            "topology.model")),
            Map.entry(
                    "topology.file",
                    Set.of(
                            "topology.inventory",
                            "topology.sshconfig",
                            "topology.vault",
                            "topology.yaml",
                            "topology.problem",
                            "topology.model")),
            Map.entry("plan.shell", Set.of()),
            Map.entry("plan.host", Set.of()),
            Map.entry("plan.resource", Set.of("plan.host")),
            Map.entry("plan.probe", Set.of("plan.resource", "plan.host", "plan.shell")),
            Map.entry("plan.cluster", Set.of("plan.resource", "plan.host")),
            Map.entry("plan.rollout", Set.of("plan.cluster", "plan.resource", "plan.host", "plan.shell")),
            Map.entry("plan.apply", Set.of("plan.rollout", "plan.resource", "plan.host", "plan.shell")),
            Map.entry("plan.saved", Set.of("plan.rollout", "plan.cluster", "plan.resource", "plan.host")),
            Map.entry("plan.show", Set.of("plan.rollout", "plan.resource", "plan.host")),
            Map.entry("agent.config.text", Set.of()),
            Map.entry("agent.thread", Set.of()),
            Map.entry("agent.kernel", Set.of("agent.thread")),
            Map.entry("agent.kernel.netlink", Set.of("agent.kernel")),
            Map.entry("agent.log", Set.of("agent.thread")),
            Map.entry("agent.kernel.route", Set.of("agent.kernel", "agent.kernel.netlink", "agent.log")),
            Map.entry("agent.config", Set.of("agent.config.text", "agent.kernel.route")),
            Map.entry("agent.kernel.ipvs", Set.of("agent.kernel", "agent.kernel.netlink")),
            Map.entry("agent.kernel.socket", Set.of("agent.kernel", "agent.kernel.route")),
            Map.entry("agent.kernel.process", Set.of("agent.kernel", "agent.kernel.netlink")),
            Map.entry(
                    "agent.script",
                    Set.of("agent.config", "agent.kernel", "agent.kernel.process", "agent.log", "agent.thread")),
            Map.entry(
                    "agent.check",
                    Set.of(
                            "agent.config",
                            "agent.kernel",
                            "agent.kernel.ipvs",
                            "agent.kernel.socket",
                            "agent.log",
                            "agent.script",
                            "agent.thread")),
            Map.entry("agent.command", Set.of("agent.check", "agent.config", "agent.config.text", "agent.simulate")),
            Map.entry("agent.config.difference", Set.of("agent.config", "agent.config.text")),
            Map.entry(
                    "agent.config.language",
                    Set.of(
                            "agent.config",
                            "agent.config.text",
                            "agent.kernel.process",
                            "agent.kernel.route",
                            "agent.log")),
            Map.entry(
                    "agent.configtest",
                    Set.of(
                            "agent.check",
                            "agent.config",
                            "agent.config.difference",
                            "agent.config.language",
                            "agent.config.text",
                            "agent.kernel",
                            "agent.kernel.ipvs",
                            "agent.kernel.process",
                            "agent.kernel.route",
                            "agent.script")),
            Map.entry("agent.control", Set.of("agent.kernel", "agent.log", "agent.thread")),
            Map.entry("agent.kernel.file", Set.of("agent.kernel")),
            Map.entry(
                    "agent.balance",
                    Set.of(
                            "agent.check",
                            "agent.kernel",
                            "agent.kernel.file",
                            "agent.kernel.ipvs",
                            "agent.log",
                            "agent.thread")),
            Map.entry("agent.event", Set.of()),
            Map.entry(
                    "agent.vrrp.machine",
                    Set.of("agent.config", "agent.event", "agent.kernel", "agent.kernel.route", "agent.kernel.socket")),
            Map.entry("agent.vrrp.wire", Set.of("agent.config", "agent.kernel.socket", "agent.vrrp.machine")),
            Map.entry(
                    "agent.vrrp.router",
                    Set.of("agent.config", "agent.event", "agent.kernel", "agent.vrrp.machine", "agent.vrrp.wire")),
            Map.entry(
                    "agent.status",
                    Set.of(
                            "agent.bfd",
                            "agent.control",
                            "agent.event",
                            "agent.kernel",
                            "agent.log",
                            "agent.thread",
                            "agent.vrrp.machine",
                            "agent.vrrp.router",
                            "agent.vrrp.wire")),
            Map.entry("agent.kernel.filter", Set.of("agent.kernel.netlink")),
            Map.entry(
                    "agent.hold",
                    Set.of(
                            "agent.config",
                            "agent.config.language",
                            "agent.kernel",
                            "agent.kernel.file",
                            "agent.kernel.filter",
                            "agent.kernel.route",
                            "agent.log")),
            Map.entry(
                    "agent.vrrp",
                    Set.of(
                            "agent.bfd",
                            "agent.config",
                            "agent.event",
                            "agent.hold",
                            "agent.kernel",
                            "agent.kernel.process",
                            "agent.kernel.route",
                            "agent.kernel.socket",
                            "agent.log",
                            "agent.thread",
                            "agent.vrrp.machine",
                            "agent.vrrp.router",
                            "agent.vrrp.wire")),
            Map.entry(
                    "agent.order",
                    Set.of(
                            "agent.balance",
                            "agent.config.text",
                            "agent.control",
                            "agent.event",
                            "agent.status",
                            "agent.vrrp",
                            "agent.vrrp.router")),
            Map.entry(
                    "agent.bfd",
                    Set.of(
                            "agent.config",
                            "agent.kernel",
                            "agent.kernel.process",
                            "agent.kernel.socket",
                            "agent.log",
                            "agent.thread")),
            Map.entry(
                    "agent.notify",
                    Set.of(
                            "agent.config",
                            "agent.config.text",
                            "agent.event",
                            "agent.kernel",
                            "agent.kernel.file",
                            "agent.kernel.process",
                            "agent.log",
                            "agent.script",
                            "agent.thread")),
            Map.entry(
                    "agent.lvs",
                    Set.of(
                            "agent.balance",
                            "agent.check",
                            "agent.config",
                            "agent.event",
                            "agent.kernel.ipvs",
                            "agent.kernel.process",
                            "agent.log",
                            "agent.notify",
                            "agent.script",
                            "agent.status",
                            "agent.thread")),
            Map.entry(
                    "agent.track",
                    Set.of(
                            "agent.bfd",
                            "agent.config",
                            "agent.event",
                            "agent.kernel",
                            "agent.kernel.file",
                            "agent.kernel.process",
                            "agent.kernel.route",
                            "agent.log",
                            "agent.script",
                            "agent.thread",
                            "agent.vrrp",
                            "agent.vrrp.machine")),
            Map.entry(
                    "agent.simulate",
                    Set.of(
                            "agent.bfd",
                            "agent.config",
                            "agent.config.language",
                            "agent.config.text",
                            "agent.kernel",
                            "agent.kernel.socket",
                            "agent.track",
                            "agent.vrrp.machine",
                            "agent.vrrp.router",
                            "agent.vrrp.wire")),
            Map.entry(
                    "agent.run",
                    Set.of(
                            "agent.balance",
                            "agent.bfd",
                            "agent.check",
                            "agent.command",
                            "agent.config",
                            "agent.config.difference",
                            "agent.config.language",
                            "agent.config.text",
                            "agent.control",
                            "agent.event",
                            "agent.hold",
                            "agent.kernel",
                            "agent.kernel.process",
                            "agent.log",
                            "agent.lvs",
                            "agent.notify",
                            "agent.order",
                            "agent.script",
                            "agent.status",
                            "agent.thread",
                            "agent.track",
                            "agent.vrrp",
                            "agent.vrrp.machine",
                            "agent.vrrp.router")),
            Map.entry(
                    "agent",
                    Set.of(
                            "agent.command",
                            "agent.config.text",
                            "agent.configtest",
                            "agent.control",
                            "agent.order",
                            "agent.run",
                            "agent.status")));

    private static final List<String> NAMES_THAT_SAY_NOTHING =
            List.of("util", "utils", "common", "core", "helper", "helpers", "manager", "impl");

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.aloft");

    @ParameterizedTest
    @ValueSource(strings = {"topology", "plan", "ssh", "verify", "cli", "lab", "agent", "desugar", "bench"})
    void shouldSeeOnlyTheModulesBelow(String module) {
        assertThat(PRODUCTION.stream().anyMatch(inModule(module)))
                .as("classes of %s on the class path", module)
                .isTrue();
        onlySees(module).check(PRODUCTION);
    }

    /** One direction within the three modules with many packages, and none that is not in the table. */
    @ParameterizedTest
    @ValueSource(strings = {"topology", "plan", "agent"})
    void shouldSeeOnlyThePackagesBelow(String module) {
        Set<String> all = PRODUCTION.stream()
                .filter(inModule(module))
                .map(seen -> seen.getPackageName().substring("org.aloft.".length()))
                .collect(Collectors.toSet());
        assertThat(PACKAGES.keySet()).containsAll(all);
        for (String from : all) {
            noClasses()
                    .that(DescribedPredicate.describe("in " + from, seen -> isIn(from, seen)))
                    .should()
                    .dependOnClassesThat(DescribedPredicate.describe(
                            "stand in a package that " + from + " may not see", seen -> all.stream()
                                    .anyMatch(other -> isIn(other, seen)
                                            && !other.equals(from)
                                            && !PACKAGES.get(from).contains(other))))
                    .check(PRODUCTION);
        }
    }

    private static boolean isIn(String packageName, JavaClass seen) {
        return seen.getPackageName().equals("org.aloft." + packageName);
    }

    /** A module that does not name the plugin passes over its integration tests in silence. */
    @ParameterizedTest
    @ValueSource(strings = {"topology", "plan", "ssh", "verify", "cli", "lab", "agent", "desugar", "bench"})
    void shouldRunTheIntegrationTestsOfEveryModule(String module) throws IOException {
        Path home = Path.of(System.getProperty("aloft.home"), "engine", module);
        try (Stream<Path> files = Files.walk(home.resolve("src/test"))) {
            if (files.anyMatch(file -> file.toString().endsWith("IT.java"))) {
                assertThat(home.resolve("pom.xml"))
                        .content()
                        .contains("<artifactId>maven-failsafe-plugin</artifactId>");
            }
        }
    }

    @Test
    void shouldFindADependencyThatPointsTheWrongWay() {
        JavaClasses wrong = new ClassFileImporter().importClasses(DependsTheWrongWay.class, AloftSeenFromOutside.class);

        assertThat(onlySees("topology").evaluate(wrong).hasViolation()).isTrue();
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching("org.aloft.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void shouldNameEveryPackageAfterWhatItIsAbout() {
        assertThat(PRODUCTION.stream().map(JavaClass::getPackageName).distinct())
                .allSatisfy(name -> assertThat(Arrays.asList(name.split("\\.")))
                        .doesNotContainAnyElementsOf(NAMES_THAT_SAY_NOTHING));
    }

    /** {@link System#getLogger} opens every library at the start of aloftd, which has not got that time. */
    @Test
    void shouldGiveTheAgentLoggersThatCostNothingUntilUsed() {
        noClasses()
                .that(inModule("agent"))
                .should()
                .callMethod(System.class, "getLogger", String.class)
                .check(PRODUCTION);
    }

    private static ArchRule onlySees(String module) {
        return noClasses()
                .that(inModule(module))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "stand in a module that " + module + " may not see", seen -> forbidden(module, seen)));
    }

    private static boolean forbidden(String module, JavaClass seen) {
        return MAY_SEE.keySet().stream()
                .filter(other -> !other.equals(module) && !MAY_SEE.get(module).contains(other))
                .anyMatch(other -> inModule(other).test(seen));
    }

    private static DescribedPredicate<JavaClass> inModule(String module) {
        String root = "org.aloft." + module;
        return DescribedPredicate.describe(
                "in " + module,
                seen -> seen.getPackageName().equals(root)
                        || seen.getPackageName().startsWith(root + "."));
    }
}
