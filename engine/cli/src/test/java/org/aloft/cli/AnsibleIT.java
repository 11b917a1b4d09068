package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.aloft.lab.Lab;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.topology.file.TopologyReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ansible at the wheel of a real cluster, told as a story: four hosts from nothing to as wanted, and what a user of
 * Ansible then meets. Each test but the first and the last leaves the cluster as its topology
 * wants it.
 *
 * <p>Needs root and Linux, as {@link ClusterIT} does.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnsibleIT {
    private static final String NAME = "ansible-" + ProcessHandle.current().pid();
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "open-sesame";

    /** Prints the result of each task as a line of JSON, and nothing else. */
    private static final String CALLBACK = """
            DOCUMENTATION = 'name: json\\ntype: stdout\\nshort_description: JSON\\ndescription: JSON\\noptions: {}'
            import json
            from ansible.plugins.callback import CallbackBase
            class CallbackModule(CallbackBase):
                CALLBACK_VERSION = 2.0
                CALLBACK_TYPE = 'stdout'
                CALLBACK_NAME = 'json'
                def v2_runner_on_ok(self, result):
                    print(json.dumps(result._result))
                def v2_runner_on_failed(self, result, ignore_errors=False):
                    print(json.dumps(dict(result._result, failed=True)))
                def v2_runner_on_unreachable(self, result):
                    print(json.dumps(dict(result._result, unreachable=True)))
            """;

    @TempDir
    static Path folder;

    private static Ansible ansible;
    private static Lab lab;
    private static Path topology;

    /** What check mode said of the fresh cluster. */
    private static JsonNode foreseen;

    @BeforeAll
    static void start() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(AnsibleIT::takeDown, "ansible-test-interrupted"));
        ansible = Ansible.in(folder);
        Files.writeString(Files.createDirectory(folder.resolve("callback")).resolve("json.py"), CALLBACK);
        Path example = Ansible.HOME.resolve("inventories/lvs-dr");
        Files.writeString(
                folder.resolve("hosts.ini"),
                Files.readString(example.resolve("hosts.ini")).replaceAll("(?m)^web2 .*\\n", ""));
        topology = Files.copy(example.resolve("topology.yml"), folder.resolve("topology.yml"));
        lab = LabCluster.up(NAME, LabKernel.AUTO, topology, new TopologyReader().read(topology, List.of()), line -> {})
                .lab();
    }

    @AfterAll
    static void takeDown() {
        Lab.down(LabSpec.defaultHome(), NAME);
        LabSpec.defaultHome().resolve(NAME + ".lock").toFile().delete();
    }

    // ---- from nothing to as wanted

    @Test
    @Order(1)
    void shouldSayBeforehandWhatTheFirstRunDoes() throws IOException {
        foreseen = result(site(topology), "--check", "--diff");

        assertThat(foreseen.get("changed").asBoolean()).as(foreseen.toString()).isTrue();
        assertThat(steps(foreseen)).isNotEmpty();
        assertThat(foreseen.get("impact").get(0).get("vip").asText()).isEqualTo("192.168.100.10");
        assertThat(diff(foreseen, "web1: /var/www/html/index.html").get("after").asText())
                .isEqualTo("web1\n");
        assertThat(diff(foreseen, "lvs1: /etc/aloft/aloftd.conf").get("after").asText())
                .contains("virtual_router_id 10")
                .doesNotContain("abc123");
        assertThat(on("web1", "ls /var/lib/aloft 2>&1 || :")).contains("No such file");
    }

    @Test
    @Order(2)
    void shouldChangeTheFirstTimeAndShowItAsItGoes() throws IOException {
        Invocation played = ansible.play(Ansible.HOME.resolve("playbooks/site.yml"), "-e", json(site(topology)));

        assertThat(played.status()).as(played.toString()).isZero();
        assertThat(played.out())
                .containsSubsequence(
                        "[localhost] plan: ",
                        "[localhost] wave 1: real server (web1)",
                        "[localhost] web1: done, ",
                        "[localhost] wave 2: standby director (lvs2)",
                        "[localhost] holds: ",
                        "[localhost] wave 3: active director (lvs1)",
                        "steps done in ",
                        "changed: [localhost]",
                        "lvs2 starts and hears no other director")
                .doesNotContain("abc123");
        for (String host : List.of("web1", "lvs1", "lvs2")) {
            List<String> summaries = new ArrayList<>();
            StreamSupport.stream(foreseen.get("hosts").spliterator(), false)
                    .filter(each -> each.get("host").asText().equals(host))
                    .forEach(each -> each.get("steps")
                            .forEach(step -> summaries.add(step.get("summary").asText())));
            assertThat(summaries).isNotEmpty();
            assertThat(played.out().lines().filter(line -> line.startsWith("[localhost] " + host + ": [")))
                    .as("what was foreseen happened")
                    .extracting(line -> line.replaceFirst(".*: \\[\\d+/\\d+] ", ""))
                    .containsExactlyElementsOf(summaries);
        }
    }

    @Test
    @Order(3)
    void shouldChangeNothingTheSecondTime() throws IOException {
        JsonNode check = result(site(topology), "--check");
        JsonNode second = result(site(topology));

        for (JsonNode result : List.of(check, second)) {
            assertThat(result.get("changed").asBoolean()).as(result.toString()).isFalse();
            assertThat(result.get("msg").asText()).isEqualTo("nothing to do");
            assertThat(result.get("hosts")).hasSize(4);
            assertThat(steps(result)).isEmpty();
        }
        assertThat(second.get("aloft_version").asText()).isEqualTo(Aloft.VERSION);
    }

    @Test
    @Order(4)
    void shouldShowWhatThenHappens() throws IOException {
        Path other = variant("other.yml", "{{ inventory_hostname }}\\n", "now {{ inventory_hostname }}\\n");
        String before = on("web1", "cat /var/www/html/index.html");

        JsonNode check = result(site(other), "--check", "--diff");
        JsonNode run = result(site(other), "--diff");

        JsonNode difference = diff(check, "web1: /var/www/html/index.html");
        assertThat(check.get("changed").asBoolean()).isTrue();
        assertThat(run.get("changed").asBoolean()).as(run.toString()).isTrue();
        assertThat(difference).isEqualTo(diff(run, "web1: /var/www/html/index.html"));
        assertThat(difference.get("before").asText()).isEqualTo(before);
        assertThat(difference.get("after").asText())
                .isEqualTo(on("web1", "cat /var/www/html/index.html"))
                .isEqualTo("now web1\n");
        assertThat(steps(run)).isEqualTo(steps(check));
        topology = other;
    }

    // ---- what a user may meet

    @Test
    @Order(5)
    void shouldKeepSecretsWhateverIsAskedFor() throws IOException {
        Map<String, Object> options = options(topology);
        options.put("extra_vars", Map.of("ansible_user", "root", "ansible_become_password", SECRET));
        options.put("limit", List.of("web1"));

        Invocation played = ansible.play(playbook("secret.yml", options, Map.of()), "-vvvv", "--diff");

        assertThat(played.status()).as(played.toString()).isZero();
        assertThat(played.out() + played.err()).contains("ok: [localhost] => {").doesNotContain(SECRET, "abc123");
    }

    @Test
    @Order(6)
    void shouldNameEveryMistakeWithItsLine() throws IOException {
        Path wrong = Files.createDirectory(folder.resolve("wrong")).resolve("topology.yml");
        CollectionIT.wrongTopology(wrong);

        JsonNode failed = result(site(wrong));

        assertThat(failed.get("failed").asBoolean()).isTrue();
        assertThat(failed.get("exit_code").asInt()).isEqualTo(ExitCode.USAGE.status());
        assertThat(failed.get("msg").asText())
                .contains(
                        wrong + ":9:21: instances.VI_1.members.lvs1: priority must be 1..255",
                        wrong + ":16:11: services.web.port",
                        wrong + ":17:5: services.web.schedular: unknown key; Did you mean `scheduler`?");
        assertThat(failed.get("failures")).hasSize(3);
    }

    /** A controller that is reached over SSH: this machine, by a server of the test's own. */
    @Test
    @Order(7)
    void shouldRunTheCommandOnAnotherHost() throws Exception {
        try (SshServer server = SshServer.start(Files.createDirectory(folder.resolve("controller")))) {
            Map<String, Object> options = options(topology);
            options.put("aloft", folder.resolve("bin/aloft").toString());
            options.put("limit", List.of("web1"));
            options.put("extra_vars", Map.of("ansible_become_password", SECRET));
            Path play = playbook("remote.yml", options, Map.of("hosts", "controller", "connection", "ssh"));

            Invocation played = ansible.play(
                    play, "-vvv", "-i", server.inventory("controller").toString());

            assertThat(played.status()).as(played.toString()).isZero();
            assertThat(played.out())
                    .containsSubsequence("[controller] plan: nothing to do", "ok: [controller] => {")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    @Order(8)
    void shouldFailByTheNameOfADrillThatMissesItsBudget() throws IOException {
        Path strict = variant("strict.yml", "failover: 4s", "failover: 1ms");
        Map<String, Object> variables = site(strict);
        variables.put("drills", List.of("crash"));
        variables.put("report", folder.resolve("report").toString());

        JsonNode failed = result(Ansible.HOME.resolve("playbooks/verify.yml"), "-e", json(variables));

        assertThat(failed.get("failed").asBoolean()).as(failed.toString()).isTrue();
        assertThat(failed.get("exit_code").asInt()).isEqualTo(ExitCode.VERIFICATION_FAILED.status());
        assertThat(failed.get("msg").asText())
                .contains("1 of 1 drill not passed", "lvs1: drill crash: ", "its budget is 1 ms");
        assertThat(failed.get("verification").get("passed").asBoolean()).isFalse();
        assertThat(Path.of(failed.get("report").get("html").asText())).isNotEmptyFile();
        assertThat(Path.of(failed.get("report").get("json").asText())).isNotEmptyFile();
    }

    @Test
    @Order(9)
    void shouldTellTheSecondOfTwoPlaysWhoIsAtWork() throws Exception {
        Path slow = variant("slow.yml", "    services: [nginx]\n", """
                    services: [nginx, slow]
                """);
        Files.writeString(slow, Files.readString(slow).replace("    files:\n", """
                    files:
                      /etc/systemd/system/slow.service:
                        content: |
                          [Service]
                          Type=oneshot
                          RemainAfterExit=yes
                          ExecStart=/bin/sh -c 'until [ -e /run/go ]; do sleep 0.2; done'
                          [Install]
                          WantedBy=multi-user.target
                """));
        CompletableFuture<Invocation> first = ansible.start(playbook("first.yml", limited(slow), Map.of()));
        try {
            on("web1", "until systemctl is-active slow | grep -q activating; do sleep 0.2; done");

            JsonNode second = result(playbook("second.yml", limited(slow), Map.of()));

            assertThat(second.get("failed").asBoolean()).as(second.toString()).isTrue();
            assertThat(second.get("changed").asBoolean()).isFalse();
            assertThat(second.get("msg").asText())
                    .contains("another run is changing web1: ", "since ", "wait until that run");
            assertThat(second.get("failures").get(0).get("kind").asText()).isEqualTo("locked");
        } finally {
            on("web1", "touch /run/go");
        }
        assertThat(first.get().status()).as(first.get().toString()).isZero();
        topology = slow;
    }

    // ---- the other modules, and the end

    @Test
    @Order(10)
    void shouldTellWhoHoldsWhatAndChangeNothing() throws IOException {
        for (String mode : List.of("--diff", "--check")) {
            JsonNode info = result(playbook("info.yml", "aloft.ha.cluster_info", options(topology), Map.of()), mode);

            assertThat(info.get("changed").asBoolean()).as(info.toString()).isFalse();
            assertThat(info.get("healthy").asBoolean()).as(info.toString()).isTrue();
            assertThat(info.at("/instances/0/vips/0/holders/0").asText()).isEqualTo("lvs1");
            assertThat(info.at("/services/0/real_servers/0/host").asText()).isEqualTo("web1");
            assertThat(info.get("unreachable")).isEmpty();
        }
    }

    @Test
    @Order(11)
    void shouldDrillAndPutEverythingBack() throws IOException {
        Map<String, Object> options = options(topology);
        options.put("drills", List.of("handover"));
        options.put("report", folder.resolve("drilled").toString());
        Path play = playbook("drill.yml", "aloft.ha.drill", options, Map.of());

        JsonNode check = result(play, "--check");
        assertThat(folder.resolve("drilled")).doesNotExist();
        JsonNode drilled = result(play);

        for (JsonNode result : List.of(check, drilled)) {
            assertThat(result.has("failed")).as(result.toString()).isFalse();
            assertThat(result.get("changed").asBoolean()).isFalse();
            assertThat(result.at("/verification/passed").asBoolean()).isTrue();
        }
        assertThat(check.at("/verification/drills")).isEmpty();
        assertThat(drilled.at("/verification/drills/0/id").asText()).isEqualTo("handover");
        assertThat(drilled.at("/verification/drills/0/measurements")).isNotEmpty();
        assertThat(Path.of(drilled.at("/report/json").asText())).isNotEmptyFile();
        assertThat(steps(result(site(topology), "--check"))).isEmpty();
    }

    @Test
    @Order(12)
    void shouldKnowADrillByItsNameInCheckModeToo() throws IOException {
        Map<String, Object> options = options(topology);
        options.put("drills", List.of("crush"));
        Path play = playbook("crush.yml", "aloft.ha.drill", options, Map.of());

        for (JsonNode failed : List.of(result(play, "--check"), result(play))) {
            assertThat(failed.get("exit_code").asInt()).as(failed.toString()).isEqualTo(ExitCode.USAGE.status());
            assertThat(failed.get("msg").asText()).contains("there is no drill called crush", "handover");
        }
    }

    @Test
    @Order(13)
    void shouldTakeAllAwayAsCheckModeSaid() throws IOException {
        Map<String, Object> options = options(topology);
        options.put("state", "absent");
        Path play = playbook("absent.yml", options, Map.of());

        JsonNode check = result(play, "--check", "--diff");
        assertThat(on("lvs1", "ip -o addr")).as("check mode takes nothing away").contains("192.168.100.10/");
        JsonNode taken = result(play, "--diff");
        JsonNode again = result(play);

        assertThat(taken.has("failed")).as(taken.toString()).isFalse();
        assertThat(taken.get("changed").asBoolean()).isTrue();
        assertThat(check.get("changed")).isEqualTo(taken.get("changed"));
        assertThat(check.get("diff")).isEqualTo(taken.get("diff"));
        assertThat(steps(check)).isNotEmpty().isEqualTo(steps(taken));
        assertThat(on("lvs1", "ip -o addr")).doesNotContain("192.168.100.10/");
        assertThat(again.get("changed").asBoolean()).as(again.toString()).isFalse();
        assertThat(again.get("msg").asText()).isEqualTo("nothing to do");
        assertThat(result(site(topology)).get("changed").asBoolean()).isTrue();
    }

    @Test
    @Order(14)
    void shouldNameTheHostThatIsDown() throws IOException {
        lab.powerOff("web1");
        Map<String, Object> variables = site(topology);
        variables.put("connect_timeout", 5);

        JsonNode check = result(variables, "--check");
        JsonNode failed = result(variables);

        for (JsonNode result : List.of(check, failed)) {
            assertThat(result.get("failed").asBoolean()).as(result.toString()).isTrue();
            assertThat(result.get("changed").asBoolean()).isFalse();
            assertThat(result.get("exit_code").asInt()).isEqualTo(ExitCode.UNREACHABLE.status());
            assertThat(result.get("msg").asText()).startsWith("web1: ");
            assertThat(result.get("failures").get(0).get("host").asText()).isEqualTo("web1");
            assertThat(result.get("failures").get(0).get("kind").asText()).isEqualTo("unreachable");
        }
        assertThat(failed.get("msg")).as("check mode says the same").isEqualTo(check.get("msg"));
    }

    // ----

    private static Map<String, Object> options(Path file) {
        return new LinkedHashMap<>(Map.of(
                "topology", file.toString(),
                "inventory", List.of(lab.inventory().toString()),
                "connect_timeout", 60));
    }

    private static Map<String, Object> limited(Path file) {
        Map<String, Object> options = options(file);
        options.put("limit", List.of("web1"));
        return options;
    }

    /** The variables of the project's own playbooks. */
    private static Map<String, Object> site(Path file) {
        return new LinkedHashMap<>(Map.of(
                "topology", file.toString(),
                "inventories", List.of(lab.inventory().toString()),
                "connect_timeout", 60));
    }

    private static Path playbook(String name, Map<String, Object> options, Map<String, Object> keywords)
            throws IOException {
        return playbook(name, "aloft.ha.cluster", options, keywords);
    }

    private static Path playbook(String name, String module, Map<String, Object> options, Map<String, Object> keywords)
            throws IOException {
        Map<String, Object> play =
                new LinkedHashMap<>(Map.of("hosts", "localhost", "connection", "local", "gather_facts", false));
        play.putAll(keywords);
        play.put("tasks", List.of(Map.of(module, options)));
        return Files.writeString(folder.resolve(name), json(List.of(play)));
    }

    private static JsonNode result(Map<String, Object> variables, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("-e", json(variables)));
        all.addAll(List.of(words));
        return result(Ansible.HOME.resolve("playbooks/site.yml"), all.toArray(String[]::new));
    }

    /** Of the playbook's first task, from a callback that wants JSON: standard output has nothing else. */
    private static JsonNode result(Path playbook, String... words) throws IOException {
        Invocation played = ansible.with(
                        "ANSIBLE_CALLBACK_PLUGINS", folder.resolve("callback").toString())
                .with("ANSIBLE_STDOUT_CALLBACK", "json")
                .play(playbook, words);
        assertThat(played.out() + played.err()).doesNotContain("Traceback");
        assertThat(played.out()).as(played.toString()).startsWith("{");
        return JSON.readTree(played.out().lines().findFirst().orElseThrow());
    }

    private static JsonNode diff(JsonNode result, String header) {
        assertThat(result.get("diff")).as(result.toString()).isNotNull();
        for (JsonNode one : result.get("diff")) {
            if (one.get("after_header").asText().equals(header)) {
                return one;
            }
        }
        throw new AssertionError("no diff of " + header + " in " + result);
    }

    private static List<JsonNode> steps(JsonNode result) {
        List<JsonNode> steps = new ArrayList<>();
        result.get("hosts").forEach(host -> host.get("steps").forEach(steps::add));
        return steps;
    }

    private static String json(Object value) throws JsonProcessingException {
        return JSON.writeValueAsString(value);
    }

    private static Path variant(String name, String from, String to) throws IOException {
        String text = Files.readString(topology);
        assertThat(text).contains(from);
        return Files.writeString(folder.resolve(name), text.replace(from, to));
    }

    private static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, COMMAND, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }
}
