package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.ssh.KeyRing;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code aloft import} of files that people have, and then the file that a plan of the topology writes: aloftd, the one
 * that is shipped, makes the same of both, compared as data by this test and not by the command that it tests.
 */
class ImportIT {
    private static final Path HOME = Path.of(System.getProperty("aloft.home")).toAbsolutePath();
    private static final Path CASES = Path.of("src/test/resources/import").toAbsolutePath();
    private static final Path SAMPLES = Path.of("/usr/share/doc/keepalived/samples");
    private static final String SAMPLE = "keepalived.conf.";
    private static final long LONGEST_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What aloftd refuses in samples of Debian's, and so cannot be carried over: as it is without that. */
    private static final Map<String, List<String>> REFUSED = Map.of(
            "SSL_GET",
            List.of("(?s)authentication \\{.*?\\}"), // AH needs IPsec
            "vrrp.lvs_syncd",
            List.of("(?s)vrrp_sync_group VG1 \\{.*?\\}"), // instances stand there without `group`
            "vrrp.rules",
            List.of("to 192.168.100./24 table 1", "to 192.168.200./24 table 2")); // no addresses

    /** What stands there twice, of which the first counts. */
    private static final Map<String, List<String>> TWICE = Map.of("vrrp", List.of("192.168.200.18 label eth0:1"));

    @TempDir
    static Path program;

    private static AgentBundle bundle;

    @TempDir
    private Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        bundle = new Installation(HOME).bundle();
        Process unpacking = new ProcessBuilder("tar", "-xzf", bundle.file().toString(), "-C", program.toString())
                .inheritIO()
                .start();
        assertThat(unpacking.waitFor()).isZero();
    }

    @BeforeEach
    void hasTheSamples() {
        assertThat(SAMPLES)
                .as("the samples of the package keepalived; a dpkg that leaves documentation out has none")
                .isDirectory();
    }

    static List<String> samples() throws Exception {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(SAMPLE))
                    .map(name -> name.substring(SAMPLE.length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldKnowTheSamples() throws Exception {
        assertThat(samples()).hasSize(25);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldCarryASampleOfKeepalived(String sample) throws Exception {
        Path file = SAMPLES.resolve(SAMPLE + sample);
        String text = Files.readString(file);
        for (String pattern : REFUSED.getOrDefault(sample, List.of())) {
            text = without(text, pattern);
        }
        for (String pattern : TWICE.getOrDefault(sample, List.of())) {
            text = without(text, pattern);
        }
        Path usable = Files.writeString(folder.resolve("usable.conf"), text);
        Invocation seen = imported(Map.of("high", file));
        assertThat(seen.status()).as(seen.toString()).isEqualTo(REFUSED.containsKey(sample) ? 2 : 0);
        assertThat(seen.err().contains("for aloftd refuses it"))
                .as(seen.toString())
                .isEqualTo(REFUSED.containsKey(sample));
        assertSame(seen, Map.of("high", usable));
    }

    /** The same in words of the test's own as files of tutorials, with their slips of the pen. */
    @ParameterizedTest
    @ValueSource(strings = {"nat-two-wings", "unicast-three", "web-pair", "dr-by-hand", "alone"})
    void shouldCarryAClusterWithoutAChange(String name) throws Exception {
        Map<String, Path> hosts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(CASES.resolve(name))) {
            files.sorted()
                    .forEach(file -> hosts.put(file.getFileName().toString().replace(".conf", ""), file));
        }
        Invocation seen = imported(hosts);
        assertThat(seen.status()).as(seen + topology()).isZero();
        assertSame(seen, hosts);
    }

    @Test
    void shouldSayMostInTheTopologysOwnWords() throws Exception {
        Path wings = CASES.resolve("nat-two-wings");
        Invocation seen = imported(Map.of("lvs1", wings.resolve("lvs1.conf"), "lvs2", wings.resolve("lvs2.conf")));
        assertThat(seen.status()).as(seen.toString()).isZero();
        assertThat(topology()).doesNotContain("keepalived:");
        Topology topology = new TopologyReader().read(folder.resolve("topology.yml"));
        assertThat(topology.instances()).hasSize(4);
        assertThat(topology.services()).hasSize(2);
    }

    @Test
    void shouldSayOfEachHostWhatIsItsOwn() throws Exception {
        Path pair = CASES.resolve("by-host");
        Map<String, Path> hosts = new LinkedHashMap<>();
        List.of("lb1", "lb2").forEach(host -> hosts.put(host, pair.resolve(host + ".conf")));
        Invocation seen = imported(hosts);
        assertThat(seen.status()).as(seen + topology()).isZero();
        String second = Files.readString(hosts.get("lb2"));
        assertThat(second).contains("vrrp_instance OUT {", "        OUT\n");
        // An instance has one name for all.
        hosts.put("lb2", Files.writeString(folder.resolve("lb2.conf"), second.replaceAll("\\bOUT\\b", "OUTSIDE")));
        assertSame(seen, hosts);
        Topology topology = new TopologyReader().read(folder.resolve("topology.yml"));
        assertThat(topology.instances().get(0).tracking().interfacesOf("lb2"))
                .isEqualTo(Map.of("ens5", Optional.empty(), "ens6", Optional.of(0), "bond0", Optional.empty()));
        assertThat(topology.instances().get(0).keepalived().get("lb1").reveal())
                .contains("garp_master_refresh 90", "garp_master_delay 1", "preempt_delay 20", "tell one")
                .doesNotContain("garp_master_delay 9", "preempt_delay 30", "tell two", "track_interface");
        assertThat(topology.instances().get(1).keepalived().get("lb2").reveal()).doesNotContain("nopreempt");
        assertThat(topology.agentSettings().trackers().scripts())
                .singleElement()
                .satisfies(script -> assertThat(script.rise()).isEqualTo(5));
        assertThat(seen.err())
                .contains(pair.resolve("lb2.conf") + ":40: garp_master_delay 9 of OUTSIDE stays as it is, as a line of"
                        + " lb2 alone");
    }

    @Test
    void shouldTellWhatItCannotCarryWithItsPlace() throws Exception {
        Path one = CASES.resolve("differing/one.conf");
        Path two = CASES.resolve("differing/two.conf");
        Invocation seen = Invocation.of("import", one.toString(), two.toString(), "-o", folder.toString());
        assertThat(seen.status()).as(seen.toString()).isEqualTo(2);
        assertThat(seen.err())
                .contains(one + ":8: advert_int of VI_1 differs between hosts")
                .contains("one has 2s, two has none; all get 2s")
                .contains(two + ":11: garp_master_delay 9 of VI_1 stays as it is, as a line of two alone")
                .contains("two would change: instances.VI_1.")
                .doesNotContain("one would change");
        assertThat(topology()).contains("members: {one: 100, two: 90}");
        assertThat(Files.readString(folder.resolve("hosts.ini"))).contains("\none\n", "\ntwo\n");
    }

    /** Over SSH all that lies in the folder comes along, and places are those on the host. */
    @Test
    void shouldReadFromTheHosts() throws Exception {
        HostsInMemory hosts = new HostsInMemory();
        for (String host : List.of("one", "two")) {
            String text = Files.readString(CASES.resolve("differing/" + host + ".conf"));
            int instance = text.indexOf("vrrp_instance");
            hosts.host(host)
                    .files
                    .put(
                            "/etc/keepalived/keepalived.conf",
                            text.substring(0, instance) + "include /etc/keepalived/conf.d/*\n");
            hosts.host(host).files.put("/etc/keepalived/conf.d/vrrp.conf", text.substring(instance));
        }
        hosts.host("three").down = true;
        Surroundings surroundings = new Surroundings(
                new Installation(HOME),
                hosts,
                Clock.systemUTC(),
                System::nanoTime,
                new Random(1),
                SshConfigFiles.none(),
                new KeyRing(folder, Optional.empty()));
        Invocation seen = Invocation.in(surroundings, "import", "--from", "one,two", "-o", folder.toString());
        assertThat(seen.status()).as(seen.toString()).isEqualTo(2);
        assertThat(seen.err())
                .contains("one/etc/keepalived/conf.d/vrrp.conf:5: ", "two/etc/keepalived/conf.d/vrrp.conf:8: ")
                .contains("advert_int of VI_1 differs between hosts");
        assertThat(topology()).contains("members: {one: 100, two: 90}");
        Invocation gone = Invocation.in(surroundings, "import", "--from", "three", "-o", folder + "/new");
        assertThat(gone.status()).isEqualTo(4);
        assertThat(gone.err()).contains("three does not answer");
    }

    @Test
    void shouldRefuseWhatIsThereAndWhatIsNot() throws Exception {
        Files.writeString(folder.resolve("topology.yml"), "mine\n");
        String file = CASES.resolve("differing/one.conf").toString();
        Invocation there = Invocation.of("import", file, "-o", folder.toString());
        assertThat(there.status()).isEqualTo(64);
        assertThat(there.err()).contains("is there already; nothing was written");
        assertThat(topology()).isEqualTo("mine\n");
        Invocation missing = Invocation.of("import", "/nowhere/keepalived.conf", "-o", folder + "/new");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("/nowhere/keepalived.conf");
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(Invocation.of("import").status()).isEqualTo(64);
    }

    private static String without(String text, String pattern) {
        String shorter = text.replaceFirst(pattern, "");
        assertThat(shorter).as(pattern).isNotEqualTo(text);
        return shorter;
    }

    private Invocation imported(Map<String, Path> hosts) {
        List<String> words = new ArrayList<>(List.of("import", "-o", folder.toString()));
        hosts.forEach((host, file) -> words.addAll(List.of("--host", host + "=" + file)));
        return Invocation.of(words.toArray(String[]::new));
    }

    private String topology() throws IOException {
        return Files.readString(folder.resolve("topology.yml"));
    }

    private void assertSame(Invocation seen, Map<String, Path> hosts) throws Exception {
        Topology topology = new TopologyReader().read(folder.resolve("topology.yml"));
        Wanted wanted = Wanted.of(topology, bundle, Templates.builtIn());
        for (Map.Entry<String, Path> host : hosts.entrySet()) {
            FileResource planned = wanted.on(host.getKey()).stream()
                    .filter(resource -> resource.id().equals(FileResource.idOf(VrrpAgent.ALOFTD.configuration())))
                    .map(FileResource.class::cast)
                    .findFirst()
                    .orElseThrow();
            String text = planned.content().reveal();
            ObjectNode before = configuration(host.getKey(), host.getValue());
            ObjectNode after = configuration(host.getKey(), Files.writeString(folder.resolve("planned.conf"), text));
            if (hosts.size() > 1 && before.at("/global/router_id").asText().equals(host.getKey())) {
                ((ObjectNode) before.get("global")).remove("router_id");
                ((ObjectNode) after.get("global")).remove("router_id");
            }
            assertThat(before.toPrettyString()).isNotEqualTo("null");
            assertThat(after.toPrettyString())
                    .as(host.getKey() + "\n" + seen + topology() + text)
                    .isEqualTo(before.toPrettyString());
        }
    }

    /**
     * What aloftd makes of a file, but for what may differ, and why: as whom programs run that name nobody ({@code
     * global.scripts}: Aloft says root); the text of routes, whose meaning stands beside it; the order of blocks that
     * have names. The caller leaves out the name of the router where it is the host's, for so it is without the word.
     */
    private ObjectNode configuration(String host, Path file) throws Exception {
        Path printed = folder.resolve("printed.json");
        Process process = new ProcessBuilder(
                        program.resolve("bin/aloftd").toString(),
                        "--print-config",
                        "--config-id",
                        host,
                        "-f",
                        file.toString())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        ObjectNode document = (ObjectNode) JSON.readTree(printed.toFile());
        assertThat(document.get("configuration").isNull())
                .as(document.get("problems").toPrettyString())
                .isFalse();
        ObjectNode configuration = (ObjectNode) document.get("configuration");
        ObjectNode global = (ObjectNode) configuration.get("global");
        global.remove("scripts");
        return (ObjectNode) sorted(configuration);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(member -> {
                if (!member.getKey().equals("line")) {
                    copy.set(member.getKey(), sorted(member.getValue()));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(element -> elements.add(sorted(element)));
            if (elements.stream()
                    .allMatch(element -> element.has("name") || element.has("target") || element.has("kind"))) {
                elements.sort(Comparator.comparing(JsonNode::toString));
            }
            return JSON.createArrayNode().addAll(elements);
        }
        return node;
    }
}
