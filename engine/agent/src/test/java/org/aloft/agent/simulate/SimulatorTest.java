package org.aloft.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.SettingsFixture;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatorTest {
    private static final Surroundings HERE = new Surroundings("host", "host");
    private static final int SEEDS = 50;

    /** How much later than its timer a takeover may be: one VIP, and a packet's way. */
    private static final long LATE = Duration.ofMillis(3).toNanos();

    @TempDir
    private Path folder;

    private Path file(String name, int version, double interval, int priority, int vips) throws IOException {
        String addresses = IntStream.rangeClosed(1, vips)
                .mapToObj(number -> "        10.0." + number / 250 + "." + (number % 250 + 1) + "\n")
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve(name), """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority %d
                    version %d
                    advert_int %s
                    virtual_ipaddress {
                %s    }
                }
                """.formatted(priority, version, interval, addresses));
    }

    private static Report report(Set<Scenario> scenarios, Path... files) throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (Path file : files) {
            readings.add(ConfigurationReader.readWithPlaces(file, HERE));
        }
        return Simulator.report(readings, scenarios, SEEDS);
    }

    private static TrialResult.Summary firstOf(Scenario scenario, Path... files) throws Exception {
        return report(EnumSet.of(scenario), files).results().get(0).summaries().get(0);
    }

    /** Three intervals and the skew of priority 90 after the last advert, which was up to an interval ago. */
    @ParameterizedTest(name = "version {0}, advert_int {1}: {2}..{3} ms")
    @CsvSource({"2, 1, 2648.4, 3648.4", "2, 2, 4648.4, 6648.4", "3, 1, 2648.4, 3648.4", "3, 0.1, 264.8, 364.9"})
    void shouldSayWhenAnotherTakesOverFromARouterThatCrashed(int version, double interval, double least, double most)
            throws Exception {
        TrialResult.Summary crash =
                firstOf(Scenario.CRASH, file("a", version, interval, 100, 1), file("b", version, interval, 90, 1));
        assertThat(crash.before()).isEqualTo(1);
        TrialResult.Taker other = crash.takers().get(1);
        assertThat(other.runs()).isEqualTo(SEEDS);
        assertThat(other.after().least()).isBetween((long) (least * 1e6), (long) (most * 1e6));
        assertThat(other.after().most()).isBetween((long) (least * 1e6), (long) (most * 1e6) + LATE);
        assertThat(other.after().most() - other.after().least())
                .as("runs meet all phases between two adverts")
                .isGreaterThan((long) (interval * 0.8e9));
        assertThat(crash.nobody()).isEqualTo(other.after());
        assertThat(crash.several().isNever()).isTrue();
    }

    /**
     * Gaps of aloftd pairs with priorities 200 and 150 as {@code engine/bench --only crash-v2,crash-v3} has measured
     * them, the shortest and the longest of four rounds: from the last advert to the client's next answer, less half an
     * interval. The client asks each 0.5 ms.
     */
    @ParameterizedTest(name = "version {0}: {1}..{2} ms")
    @CsvSource({"2, 2915.67, 2916.80", "3, 2915.68, 2916.59"})
    void shouldPredictWhatTheBenchMeasured(int version, double least, double most) {
        List<Double> gaps = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            gaps.add(gap(version, seed) / 1e6 - 500);
        }
        Collections.sort(gaps);
        assertThat(gaps.get(SEEDS / 2)).isBetween(least, most);
        assertThat(gaps.get(0)).isGreaterThan(least - 1);
        assertThat(gaps.get(SEEDS - 1)).isLessThan(most + 1);
    }

    /**
     * Those of {@code engine/bench --only crash-bfd-v2,crash-bfd-v3}, the shortest and the longest of ten rounds: what
     * the client saw.
     */
    @ParameterizedTest(name = "version {0}: {1}..{2} ms")
    @CsvSource({"2, 52.0, 62.2", "3, 48.5, 62.2"})
    void shouldPredictWhatTheBenchMeasuredWithFastDetection(int version, double least, double most) {
        List<Double> gaps = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Pair pair = new Pair(version, Optional.of(FastDetection.USUAL), seed);
            long cut = pair.cut();
            gaps.add((pair.heldAt() - cut) / 1e6);
        }
        Collections.sort(gaps);
        assertThat(gaps.get(SEEDS / 2)).isBetween(least, most);
    }

    /** Between the last advert of a router that crashes and the VIP's being on the other one. */
    private static long gap(int version, long seed) {
        Pair pair = new Pair(version, Optional.empty(), seed);
        pair.cut();
        long last = pair.simulation.lastSent();
        return pair.heldAt() - last;
    }

    /** Two routers as {@code engine/bench} has them, the first of which is active. */
    private static final class Pair {
        private final Simulation simulation;
        private final List<SimulatedRouter> routers = new ArrayList<>();

        Pair(int version, Optional<FastDetection> detection, long seed) {
            simulation = new Simulation(VrrpStateMachine::next, Conditions.USUAL, seed);
            for (int priority : List.of(200, 150)) {
                Inet4Address address = SettingsFixture.address(priority);
                RouterSettings settings = version == 2
                        ? SettingsFixture.preempting(address, priority)
                        : SettingsFixture.version3(address, priority);
                SimulatedHost host = simulation.addHost("host " + priority);
                routers.add(new SimulatedRouter(host, "VI_1", settings, 1, detection, 1));
                host.add(routers.get(routers.size() - 1));
            }
            routers.get(0).isHeardBy(routers.get(1));
            routers.get(1).isHeardBy(routers.get(0));
            simulation.hosts().forEach(SimulatedHost::start);
            simulation.runFor(Duration.ofSeconds(10));
            assertThat(routers.get(0).isActive()).isTrue();
        }

        /** Cuts the active one's power, and says when. */
        long cut() {
            routers.get(0).host().crash();
            return simulation.now();
        }

        /** When the other one held the VIP. */
        long heldAt() {
            List<Long> held = new ArrayList<>();
            simulation.onHolding(router -> held.add(simulation.now()));
            simulation.runFor(Duration.ofSeconds(5));
            return held.get(0);
        }
    }

    @Test
    void shouldNeverBeWithoutAHolderWhenARouterStops() throws Exception {
        TrialResult.Summary stop = firstOf(Scenario.STOP, file("a", 2, 1, 100, 1), file("b", 2, 1, 90, 1));
        assertThat(stop.nobody().isNever()).isTrue();
        assertThat(stop.takers().get(1).after().most()).isBetween(648_000_000L, 648_400_000L + LATE);
        assertThat(stop.several().most()).as("until the one hears of the other").isLessThan(LATE);
    }

    @Test
    void shouldLetManyVipsTakeTheirTime() throws Exception {
        int vips = 200;
        TrialResult.Summary stop = firstOf(Scenario.STOP, file("a", 3, 1, 100, vips), file("b", 3, 1, 90, vips));
        long takeover = 648_437_500L + Conditions.USUAL.firstVip() + vips * Conditions.USUAL.perVip();
        assertThat(stop.takers().get(1).after().least()).isGreaterThanOrEqualTo(takeover);
        assertThat(stop.takers().get(1).after().most()).isLessThan(takeover + LATE);
    }

    @Test
    void shouldGiveTheSameAnswerForTheSameSeeds() throws Exception {
        Path[] files = {file("a", 2, 1, 100, 1), file("b", 3, 1, 90, 1), file("c", 3, 1, 80, 1)};
        Report one = report(EnumSet.allOf(Scenario.class), files);
        Report other = report(EnumSet.allOf(Scenario.class), files);
        assertThat(TextReport.of(one)).isEqualTo(TextReport.of(other));
        assertThat(JsonReport.of(one)).isEqualTo(JsonReport.of(other));
    }

    static Stream<Arguments> shouldFindAFaultOfTheStateMachineItself() {
        return Stream.of(
                Arguments.of("keeps its VIPs as a backup", Mutants.hoarding(), "fault-of-aloftd"),
                Arguments.of("ignores higher priorities", Mutants.deaf(), "two-holders"),
                Arguments.of("never lets go", Mutants.clinging(), "fault-of-aloftd"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldFindAFaultOfTheStateMachineItself(String bug, Simulation.Machine machine, String name) throws Exception {
        List<Reading> readings = List.of(
                ConfigurationReader.readWithPlaces(file("a", 2, 1, 100, 1), HERE),
                ConfigurationReader.readWithPlaces(file("b", 2, 1, 90, 1), HERE));
        Report report = Simulator.report(readings, EnumSet.allOf(Scenario.class), SEEDS, machine);
        assertThat(report.isFine()).isFalse();
        assertThat(report.findings()).as(bug).extracting(Finding::name).contains(name);
    }

    @Test
    void shouldTellTheShortestStory() throws Exception {
        Report report = report(
                EnumSet.allOf(Scenario.class), file("a", 2, 1, 100, 1), file("b", 3, 1, 90, 1), file("c", 3, 1, 80, 1));
        assertThat(report.findings().get(0).name()).isEqualTo("two-holders");
        assertThat(report.findings().get(0).trace())
                .as("two routers start, listen and become active; the third, and what happened later, are left out")
                .hasSize(6)
                .noneMatch(line -> line.contains("crashes"));
    }

    @Test
    void shouldSayTheSameAsJson() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Path> files = List.of(file("a", 2, 1, 100, 1), file("b", 3, 1, 90, 1));
        boolean fine = Simulator.run(
                files, HERE, EnumSet.of(Scenario.CRASH), 2, true, new PrintStream(out), new PrintStream(out));
        assertThat(fine).isFalse();
        List<String> names = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(out.toByteArray())) {
            while (json.nextToken() != null) {
                if (json.currentName() != null && !names.contains(json.currentName())) {
                    names.add(json.currentName());
                }
            }
        }
        assertThat(names)
                .as("members, as the README has them")
                .containsExactly(
                        "version fine seeds files groups members file instance interface virtualRouterId family vrrpVersion priority address addressAssumed vips trials scenario what addresses before active nobodyMs least median most severalMs findings name breaks message lines line column trace"
                                .split(" "));
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\n  \"version\" : 1,\n  \"fine\" : false,");
    }

    @Test
    void shouldSayWhatIsWrongWithFilesAndRunNone() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "vrrp_instance VI_1 {\n    prioritty 3\n}\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        boolean fine = Simulator.run(
                List.of(file("a", 2, 1, 100, 1), broken, folder.resolve("missing")),
                HERE,
                EnumSet.of(Scenario.CRASH),
                2,
                false,
                new PrintStream(out),
                new PrintStream(err));
        assertThat(fine).isFalse();
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("broken:2:5: ", "missing:1:1: ")
                .endsWith("2 of 3 files refused; mend them first\n");
    }

    @Test
    void shouldSayWhatTheReadmeShows() throws Exception {
        Path example = Path.of("src/test/resources/org/aloft/agent/simulate/cases/script-too-light");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean fine = Simulator.run(
                List.of(example.resolve("lvs1.conf"), example.resolve("lvs2.conf")),
                HERE,
                EnumSet.of(Scenario.CRASH, Scenario.STOP, Scenario.SCRIPT_FAIL),
                100,
                false,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);
        assertThat(fine).isTrue();
        assertThat(Files.readString(Path.of("README.md")))
                .contains("script-fail\n" + out.toString(StandardCharsets.UTF_8).replace(example + "/", "") + "```\n");
    }
}
