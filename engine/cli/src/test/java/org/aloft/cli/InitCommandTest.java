package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code aloft init} writes can be planned; what it cannot write, it says, and writes nothing. */
class InitCommandTest {
    private static final List<String> LVS_DR = List.of(
            "--vip", "192.168.1.10",
            "--director", "lvs1=192.168.1.11",
            "--director", "lvs2=192.168.1.12",
            "--server", "web1=192.168.1.21",
            "--server", "web2=192.168.1.22");

    @TempDir
    Path folder;

    @Test
    void shouldWriteAClusterThatIsSound() throws Exception {
        Path mine = folder.resolve("clusters/mine");

        Invocation told = init(mine, LVS_DR, "--interface", "ens3", "--vrid", "77", "--user", "ops");

        assertThat(told.status()).as(told.toString()).isZero();
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).contains("aloft plan " + mine, "aloft graph " + mine);
        Topology topology = new TopologyReader().read(mine.resolve("topology.yml"));
        assertThat(topology.instances()).singleElement().satisfies(instance -> {
            assertThat(instance.preferredActive()).isEqualTo("lvs1");
            assertThat(instance.networkInterface("lvs2")).isEqualTo("ens3");
            assertThat(instance.virtualRouterId().value()).isEqualTo(77);
            assertThat(instance.password().orElseThrow().reveal()).matches("[a-zA-Z2-9]{8}");
            assertThat(told.err())
                    .doesNotContain(instance.password().orElseThrow().reveal());
        });
        assertThat(topology.services()).singleElement().satisfies(service -> assertThat(service.realServers())
                .hasSize(2));
        assertThat(topology.hosts().get("web2").address()).isEqualTo("192.168.1.22");
        assertThat(topology.hosts().get("web2").connection().user()).contains("ops");
        Invocation validated = Invocation.of("validate", mine.toString());
        assertThat(validated.err()).isEmpty();
        assertThat(validated.out()).contains("no mistakes found");
    }

    @Test
    void shouldWriteAPairOfWebServersThatShareAVip() throws Exception {
        Invocation told = init(
                folder,
                List.of("--arrangement", "web-pair", "--vip", "192.168.1.10"),
                "--director",
                "a=192.168.1.11",
                "--director",
                "b=192.168.1.12");

        assertThat(told.status()).as(told.toString()).isZero();
        Topology topology = new TopologyReader().read(folder.resolve("topology.yml"));
        assertThat(topology.services()).isEmpty();
        assertThat(topology.hostSettings().keySet()).containsExactly("a", "b");
        assertThat(Invocation.of("validate", folder.toString()).err()).isEmpty();
    }

    @Test
    void shouldLetOnlyTheOwnerReadThePassword() throws IOException {
        init(folder, LVS_DR);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("topology.yml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldNotWriteOverWhatIsThere() throws IOException {
        Files.writeString(folder.resolve("hosts.ini"), "mine\n");

        Invocation told = init(folder, LVS_DR);

        assertThat(told.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains("hosts.ini is there already", "aloft init NEW");
        assertThat(folder.resolve("hosts.ini")).hasContent("mine");
        assertThat(folder.resolve("topology.yml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vip 192.168.1.999       | must be an IP address, not a name: 192.168.1.999",
                "--vip fd00::10            | must be an IPv4 address",
                "--vrid 300                | virtual_router_id must be 1..255",
                "--interface way-too-long-a-name | an interface name must be",
                "--interface x]            | one word of letters",
                "--director lvs3           | NAME=ADDRESS: lvs3",
                "--director lvs1=10.0.0.1  | named once: lvs1",
                "--server web3=192.168.1.10 | VIP",
                "--user a{{b}}             | one word of letters",
                "--arrangement nat         | lvs-dr or web-pair: nat",
                "--arrangement web-pair    | web-pair has no real servers"
            })
    void shouldRefuseWhatCannotBePlannedAndWriteNothing(String wrong, String what) throws IOException {
        Path mine = folder.resolve("mine");
        List<String> line = new ArrayList<>(LVS_DR);
        if (wrong.startsWith("--vip")) {
            line.subList(0, 2).clear();
        }

        Invocation told = init(mine, line, wrong.split(" ", -1));

        assertThat(told.status()).as(told.toString()).isEqualTo(ExitCode.USAGE.status());
        assertThat(told.err()).contains(what).doesNotContain("Exception");
        assertThat(mine).doesNotExist();
    }

    @Test
    void shouldAskOnlyForWhatNoOptionSaysAndAgainWhereTheAnswerCannotBeUsed() throws Exception {
        List<String> notes = new ArrayList<>();
        Map<ClusterPart, String> parts = new EnumMap<>(ClusterPart.class);
        parts.put(ClusterPart.USER, "ops");
        Script script = new Script(
                "",
                "",
                "192.168.1.300",
                " 192.168.1.10 ",
                "ens3",
                "",
                "lvs1=192.168.1.10",
                "lvs1=192.168.1.11, lvs2=192.168.1.12",
                "web1=192.168.1.21");

        new InitQuestions(script, notes::add).ask(parts);

        assertThat(script.answers).isEmpty();
        assertThat(script.questions).hasSize(9).noneMatch(question -> question.contains("User"));
        assertThat(script.questions.get(0)).endsWith("[lvs-dr]: ");
        assertThat(parts)
                .containsEntry(ClusterPart.ARRANGEMENT, "lvs-dr")
                .containsEntry(ClusterPart.VIP, "192.168.1.10")
                .containsEntry(ClusterPart.INTERFACE, "ens3")
                .containsEntry(ClusterPart.VRID, "51")
                .containsEntry(ClusterPart.USER, "ops");
        assertThat(String.join("\n", notes))
                .contains("there is no usual value for this", "192.168.1.300", "192.168.1.10");
        assertThat(NewCluster.complaint(parts)).isEmpty();
    }

    @Test
    void shouldNotAskAPairForRealServers() throws Exception {
        Map<ClusterPart, String> parts = new EnumMap<>(ClusterPart.class);
        Script script = new Script("web-pair", "192.168.1.10", "", "", "a=192.168.1.11 b=192.168.1.12", "");

        new InitQuestions(script, note -> {}).ask(parts);

        assertThat(script.answers).isEmpty();
        assertThat(parts).doesNotContainKey(ClusterPart.SERVERS);
    }

    @Test
    void shouldStopWhereTheInputEnds() {
        assertThatThrownBy(() -> new InitQuestions(new Script(""), note -> {}).ask(new EnumMap<>(ClusterPart.class)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("nothing was written");
    }

    @Test
    void shouldMakeAnotherPasswordEachTime() {
        Random random = new Random(5);

        assertThat(Stream.generate(() -> NewCluster.password(random)).limit(1000))
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[a-zA-Z2-9]{8}"));
    }

    private static Invocation init(Path folder, List<String> options, String... more) {
        List<String> line = new ArrayList<>(List.of("init", folder.toString()));
        line.addAll(options);
        line.addAll(List.of(more));
        return Invocation.of(line.toArray(String[]::new));
    }

    /** A person who answers by a list. */
    private static final class Script implements Function<String, Optional<String>> {
        private final Deque<String> answers = new ArrayDeque<>();
        private final List<String> questions = new ArrayList<>();

        Script(String... answers) {
            this.answers.addAll(List.of(answers));
        }

        @Override
        public Optional<String> apply(String question) {
            questions.add(question);
            return Optional.ofNullable(answers.poll());
        }
    }
}
