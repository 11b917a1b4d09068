package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Every word that the agent knows of keepalived.conf is answered, and no answer names what topology.yml does not have. */
class KeepalivedWordsTest {
    private static final Path KEYWORDS = Path.of("../agent/KEYWORDS.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (?:works|warned|refused) \\|.*");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Those whose words are options of a line, or stand in a block that is answered as it is. */
    private static final Set<String> ANSWERED_AS_A_WHOLE = Set.of(
            "track_file",
            "vrrp_track_process",
            "bfd_instance",
            "garp_group",
            "virtual_ipaddress",
            "url",
            "SMTP_CHECK",
            "DNS_CHECK",
            "MISC_CHECK",
            "BFD_CHECK",
            "UDP_CHECK",
            "FILE_CHECK",
            "SSL",
            "host",
            "lvs_sync_daemon",
            "lvs_timeouts",
            "nexthop",
            "virtual_routes",
            "virtual_rules");

    @TempDir
    private Path folder;

    private static Map<String, List<String>> blocks() throws IOException {
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (String line : Files.readAllLines(KEYWORDS)) {
            if (line.startsWith("## ")) {
                words = blocks.computeIfAbsent(line.substring(3), unused -> new ArrayList<>());
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                words.add(row.group(1));
            }
        }
        return blocks;
    }

    static Stream<String> words() throws IOException {
        return blocks().entrySet().stream()
                .filter(block -> !ANSWERED_AS_A_WHOLE.contains(block.getKey()))
                .flatMap(block -> block.getValue().stream())
                .distinct();
    }

    @Test
    void shouldFindTheWordsOfTheAgent() throws IOException {
        assertThat(blocks().keySet())
                .containsAll(ANSWERED_AS_A_WHOLE)
                .contains(
                        "global_defs",
                        "vrrp_script",
                        "vrrp_sync_group",
                        "vrrp_instance",
                        "authentication",
                        "virtual_server",
                        "real_server",
                        "TCP_CHECK",
                        "HTTP_GET");
        assertThat(blocks().get("vrrp_instance")).contains("state", "nopreempt", "track_script");
        assertThat(words().count()).isGreaterThan(250);
    }

    @ParameterizedTest
    @MethodSource("words")
    void shouldAnswerEveryWord(String word) {
        assertThat(KeepalivedWords.answer(word)).isPresent();
    }

    /** In the blocks of instances and services nothing of keepalived's is just an unknown key. */
    @ParameterizedTest
    @MethodSource("words")
    void shouldTellOneProblemForAWordInTheWrongPlace(String word) throws IOException {
        for (String place : List.of("", "instances.*", "services.*", "hosts.*")) {
            KeepalivedWords.Answer answer = KeepalivedWords.answer(word).orElseThrow();
            boolean ours = Keys.at(place).orElseThrow().takes(word);
            boolean ordinary = answer.common() && (place.equals("services.*") || place.equals("hosts.*"));
            List<Problem> told = problemsWith(word, place).stream()
                    .filter(problem -> problem.key().endsWith(word))
                    .toList();
            if (!ours && !ordinary) {
                assertThat(told).as(place).hasSize(1).allSatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo(answer.code());
                    assertThat(problem.message()).contains("this is keepalived's word", answer.meaning());
                    assertThat(problem.fix().orElseThrow()).contains(answer.advice());
                    answer.ours().ifPresent(line -> assertThat(problem.fix().orElseThrow())
                            .contains("Write `" + line.line() + "`"));
                });
            }
        }
    }

    @Test
    void shouldHaveOnlyWordsThatTheAgentKnows() throws IOException {
        Set<String> known = new TreeSet<>();
        blocks().values().forEach(known::addAll);
        assertThat(known).containsAll(KeepalivedWords.all().keySet());
        assertThat(KeepalivedWords.all().keySet())
                .containsAll(KeepalivedWords.spellings().values());
        assertThat(KeepalivedWords.all().keySet())
                .doesNotContainAnyElementsOf(KeepalivedWords.spellings().keySet());
    }

    @Test
    void shouldNameOnlyKeysThatTopologiesHave() {
        KeepalivedWords.all().forEach((word, answer) -> {
            answer.ours().ifPresent(line -> {
                Keys keys = Keys.at(line.place()).orElseThrow(() -> new AssertionError(word + ": " + line));
                assertStands(new Yaml().load(line.line()), new Shape.Map(keys), word);
            });
            Matcher quoted = QUOTED.matcher(answer.advice());
            while (quoted.find()) {
                String text = quoted.group(1);
                String name = text.contains(":") ? text.substring(0, text.indexOf(':')) : text;
                if (!text.startsWith("aloft ") && !text.startsWith("aloftd ")) {
                    assertThat(namesOf(TopologyBlock.KEYS)).as(word).contains(name);
                }
            }
        });
    }

    @Test
    void shouldSayWhereALineStands() throws IOException {
        assertThat(fix("lb_algo: wrr", "services.*")).isEqualTo("Write `scheduler: rr`.");
        assertThat(fix("lb_algo: wrr", "instances.*")).isEqualTo("Write `scheduler: rr` in services.NAME.");
        assertThat(fix("delay_loop: 5", "services.*")).isEqualTo("Write `delay: 6s` in services.NAME.check.tcp.");
        assertThat(fix("vrrp_instance: {}", "instances.*"))
                .isEqualTo("Write `instances: {VI_1: …}` at the top of the file.");
    }

    /** keepalived's nopreempt takes no value; people write one, and it may say the opposite. */
    @Test
    void shouldNotTurnADeniedWordAround() throws IOException {
        assertThat(fix("nopreempt: true", "instances.*")).isEqualTo("Write `preempt: false`.");
        assertThat(fix("nopreempt: ", "instances.*")).isEqualTo("Write `preempt: false`.");
        assertThat(fix("nopreempt: no", "instances.*")).startsWith("Remove it: the better member takes the VIPs back");
    }

    @Test
    void shouldKnowAWordHoweverItIsWritten() throws IOException {
        assertThat(fix("advert-int: 1", "instances.*")).isEqualTo("Write `advert_interval: 1s`.");
        assertThat(fix("tcp_check: {}", "services.*")).startsWith("Write `tcp: {connect_timeout: 3s}`");
        assertThat(fix("track_scripts: [a]", "instances.*")).isEqualTo("Write `track: {scripts: [nginx]}`.");
        assertThat(fix("vrrp_garp_master_refresh: 60", "instances.*"))
                .isEqualTo(
                        "Write `keepalived: global_defs {vrrp_garp_master_refresh …}` at the top of the file: lines of"
                                + " keepalived.conf are taken as they are.");
    }

    private String fix(String line, String place) throws IOException {
        String word = line.substring(0, line.indexOf(':'));
        return problemsWith(line, place).stream()
                .filter(problem -> problem.key().endsWith(word))
                .findFirst()
                .flatMap(Problem::fix)
                .orElseThrow();
    }

    /** What is told about a sound topology with one line more. */
    private List<Problem> problemsWith(String line, String place) throws IOException {
        String added = line.contains(":") ? line : line + ": 1";
        String text = Stream.of(
                        "inventory: hosts.ini",
                        place.isEmpty() ? added : "",
                        "instances:",
                        "  EDGE:",
                        "    virtual_router_id: 21",
                        "    interface: eth0",
                        "    members: {fw1: 150, fw2: 100}",
                        "    vips: [10.20.0.250]",
                        place.equals("instances.*") ? "    " + added : "",
                        "services:",
                        "  web:",
                        "    vip: 10.20.0.250",
                        "    port: 80",
                        "    forward: nat",
                        "    real_servers: {app1: 1}",
                        place.equals("services.*") ? "    " + added : "",
                        "hosts:",
                        "  app1:",
                        "    packages: [nginx]",
                        place.equals("hosts.*") ? "    " + added : "")
                .filter(written -> !written.isEmpty())
                .reduce("", (before, next) -> before + next + "\n");
        Files.writeString(
                folder.resolve("hosts.ini"),
                "fw1 ansible_host=10.20.0.1\nfw2 ansible_host=10.20.0.2\napp1 ansible_host=10.20.0.11\n");
        Path file = Files.writeString(folder.resolve("topology.yml"), text);
        try {
            new TopologyReader().read(file);
            return List.of();
        } catch (TopologyException e) {
            return e.problems();
        }
    }

    /** Every key of the value stands at this place of the table of keys. */
    private static void assertStands(Object value, Shape shape, String word) {
        if (!(value instanceof Map<?, ?> map)) {
            return;
        }
        if (shape instanceof Shape.Many many) {
            assertStands(value, many.item(), word);
        } else if (shape instanceof Shape.Names names) {
            map.values().forEach(below -> assertStands(below, names.value(), word));
        } else if (shape instanceof Shape.Either either) {
            either.shapes().stream()
                    .filter(one -> one instanceof Shape.Map || one instanceof Shape.Names)
                    .forEach(one -> assertStands(value, one, word));
        } else {
            Keys keys = ((Shape.Map) shape).keys();
            map.forEach((name, below) -> {
                assertThat(keys.names()).as("the answer to " + word).contains(String.valueOf(name));
                Key<?> key = keys.all().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                assertStands(below, key.shape(), word);
            });
        }
    }

    private static Set<String> namesOf(Keys keys) {
        Set<String> names = new TreeSet<>(keys.names());
        keys.all().forEach(key -> names.addAll(namesOf(key.shape())));
        return names;
    }

    private static Set<String> namesOf(Shape shape) {
        if (shape instanceof Shape.Map map) {
            return namesOf(map.keys());
        }
        if (shape instanceof Shape.Names names) {
            return namesOf(names.value());
        }
        if (shape instanceof Shape.Many many) {
            return namesOf(many.item());
        }
        if (shape instanceof Shape.Either either) {
            Set<String> all = new TreeSet<>();
            either.shapes().forEach(one -> all.addAll(namesOf(one)));
            return all;
        }
        if (shape instanceof Shape.Many many) {
            return namesOf(many.item());
        }
        return Set.of();
    }
}
