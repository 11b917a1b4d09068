package org.aloft.topology.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A topology as text and as a picture: small, large, and with names that mean something in XML. */
class GraphTest {
    /** Of a monospaced font: 0.6 em. */
    private static final double CHARACTER = 0.6;

    @TempDir
    private Path folder;

    @Test
    void shouldDrawTheExampleAsATree() throws Exception {
        Topology topology = new TopologyReader().read(Path.of("../../inventories/lvs-dr/topology.yml"));

        assertThat(GraphText.render(topology, 100)).isEqualTo("""
                VI_1: virtual_router_id 10, VRRP version 2 on ens33
                ├─ ● lvs1: priority 100, active first, 192.168.100.100
                ├─ ○ lvs2: priority 90, standby, 192.168.100.111
                └─ VIP 192.168.100.10
                   └─ web: TCP port 80, rr, direct routing
                      ├─ web1: 192.168.100.200:80, weight 1
                      └─ web2: 192.168.100.222:80, weight 1

                Beside them: client (verify looks from here)
                """);
    }

    @Test
    void shouldDrawDirectorsThatAreAllActive() throws Exception {
        Topology topology = new TopologyReader().read(Path.of("../../inventories/ecmp/topology.yml"));

        assertThat(GraphText.render(topology, 100)).isEqualTo("""
                directors: AS 65001, announce by BGP to 192.168.100.2 (AS 65000)
                ├─ ● lvs1: balances, 192.168.100.100
                ├─ ● lvs2: balances, 192.168.100.111
                ├─ ● lvs3: balances, 192.168.100.112
                └─ VIP 203.0.113.10
                   └─ web: TCP port 80, mh, direct routing
                      ├─ web1: 192.168.100.200:80, weight 1
                      └─ web2: 192.168.100.222:80, weight 1

                Beside them: client (verify looks from here)
                """);
    }

    @Test
    void shouldContinueLinesThatDoNotFit() throws Exception {
        Topology topology = new TopologyReader().read(Path.of("../../inventories/lvs-dr/topology.yml"));

        String text = GraphText.render(topology, 40);

        assertThat(text.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= 40, "40 columns");
        assertThat(text).startsWith("""
                VI_1: virtual_router_id 10, VRRP version
                │   2 on ens33
                ├─ ● lvs1: priority 100, active first,
                │      192.168.100.100
                """);
    }

    @Test
    void shouldSayWhatDiffersBetweenMembersAndServers() throws Exception {
        Topology topology = read(
                """
                inventory: hosts.yml
                instances:
                  SIX:
                    virtual_router_id: 7
                    version: 3
                    interface: {a: ens3, b: eth0.7}
                    members: {a: 90, b: 100}
                    vips: ["2001:db8::9", "2001:db8::10"]
                services:
                  dns:
                    vip: "2001:db8::9"
                    port: 53
                    protocol: udp
                    forward: nat
                    persistence: 50s
                    real_servers: {c: {weight: 3, port: 5353}}
                """,
                "{all: {hosts: {a: {ansible_host: '2001:db8::a'}, b: {ansible_host: '2001:db8::b'}, c: {ansible_host:"
                        + " '2001:db8::c'}}}}");

        assertThat(GraphText.render(topology, 100)).isEqualTo("""
                SIX: virtual_router_id 7, VRRP version 3
                ├─ ○ a: priority 90, standby, 2001:db8::a on ens3
                ├─ ● b: priority 100, active first, 2001:db8::b on eth0.7
                ├─ VIP 2001:db8::9
                │  └─ dns: UDP port 53, wlc, NAT, persistence 50 s, not checked
                │     └─ c: [2001:db8::c]:5353, weight 3
                └─ VIP 2001:db8::10
                """);
    }

    @Test
    void shouldCountRealServersThatAreAlike() throws Exception {
        String text = GraphText.render(large(), 100);

        assertThat(text)
                .contains(
                        "   ├─ s1: TCP port 8001, rr, direct routing\n",
                        "   │  └─ web: 60 real servers (web1 … web60): port 8001, weight 1\n",
                        "s20: TCP port 8020")
                .doesNotContain("web2:");
        assertThat(text.lines()).hasSizeLessThan(60);
    }

    @Test
    void shouldNotListSixtyRealServersThatDifferFromEachOther() throws Exception {
        String servers =
                IntStream.rangeClosed(1, 60).mapToObj(n -> "web" + n + ": " + n).collect(Collectors.joining(", "));
        Topology topology = read("""
                inventory: hosts.yml
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                  web: {vip: 10.0.0.9, port: 80, scheduler: wrr, forward: dr, real_servers: {SERVERS}}
                """.replace("SERVERS", servers), hosts(60));

        assertThat(GraphText.render(topology, 100))
                .contains("web11: 10.0.1.11:80, weight 11\n", "and 49 more: each by itself\n")
                .doesNotContain("web12");
    }

    /** As a reader of the reader's language would have it: digits of XML, not of Arabic. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "ar-SA-u-nu-arab"})
    void shouldDrawBoxesThatHoldTheirTextAndDoNotOverlap(String language) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertDrawn(new TopologyReader().read(Path.of("../../inventories/lvs-dr/topology.yml")), 5);
            // the paper, directors, VIP, and a service and its row of real servers each
            assertDrawn(large(), 3 + 2 * 20);
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Names of hosts, instances and services cannot hold such characters; a file's name can. */
    @Test
    void shouldShowATitleThatMeansSomethingInXml() throws Exception {
        Topology topology = new TopologyReader().read(Path.of("../../inventories/lvs-dr/topology.yml"));

        Document picture = parse(GraphSvg.render(topology, "a<script>&'\"]]>\u0001\u0000.yml"));

        assertThat(texts(picture)).contains("a<script>&'\"]]>\ufffd\ufffd.yml");
        assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void shouldCutWhatIsTooLongAndKeepItWholeInTheToolTip() throws Exception {
        String name = "a-host-with-a-name-that-goes-on-and-on-and-on.example.com";
        Topology topology = read(
                """
                inventory: hosts.yml
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {NAME: 100, b: 90}, vips: [10.0.0.9]}
                """.replace("NAME", name),
                "{all: {hosts: {NAME: {ansible_host: 10.0.0.1}, b: {ansible_host: 10.0.0.2}}}}".replace("NAME", name));

        String picture = GraphSvg.render(topology, "t.yml");

        assertThat(texts(parse(picture))).noneMatch(text -> text.contains("example.com"));
        assertThat(picture).contains("● " + name);
        assertDrawn(topology, 3);
    }

    private void assertDrawn(Topology topology, int boxes) throws Exception {
        Document picture = parse(GraphSvg.render(topology, "inventories/a/topology.yml"));
        Element svg = picture.getDocumentElement();
        int width = Integer.parseInt(svg.getAttribute("width"));
        int height = Integer.parseInt(svg.getAttribute("height"));
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 " + width + " " + height);
        List<Element> rectangles = elements(picture, "rect");
        assertThat(rectangles).hasSize(boxes);
        List<Element> drawn = rectangles.subList(1, rectangles.size());
        for (Element one : drawn) {
            assertThat(right(one)).isLessThan(width);
            assertThat(bottom(one)).isLessThan(height);
            for (Element other : drawn) {
                boolean apart = right(one) <= x(other)
                        || right(other) <= x(one)
                        || bottom(one) <= y(other)
                        || bottom(other) <= y(one);
                assertThat(one == other || apart).as("two boxes overlap").isTrue();
            }
        }
        for (Element text : elements(picture, "text")) {
            String words = text.getTextContent();
            double end = x(text) + words.codePointCount(0, words.length()) * CHARACTER * 13;
            Element parent = (Element) text.getParentNode();
            boolean inBox = parent.getTagName().equals("g");
            assertThat(end)
                    .as(words)
                    .isLessThan(
                            inBox
                                    ? right((Element)
                                            parent.getElementsByTagName("rect").item(0))
                                    : width);
            assertThat(y(text))
                    .as(words)
                    .isLessThan(
                            inBox
                                    ? bottom((Element)
                                            parent.getElementsByTagName("rect").item(0))
                                    : height);
        }
    }

    private static int x(Element element) {
        return Integer.parseInt(element.getAttribute("x"));
    }

    private static int y(Element element) {
        return Integer.parseInt(element.getAttribute("y"));
    }

    private static int right(Element element) {
        return x(element) + Integer.parseInt(element.getAttribute("width"));
    }

    private static int bottom(Element element) {
        return y(element) + Integer.parseInt(element.getAttribute("height"));
    }

    private static List<String> texts(Document picture) {
        return elements(picture, "text").stream()
                .map(text -> text.getTextContent().strip())
                .toList();
    }

    private static List<Element> elements(Document picture, String name) {
        NodeList nodes = picture.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            elements.add((Element) nodes.item(index));
        }
        return elements;
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    /** Two directors, 60 real servers, 20 services. */
    private Topology large() throws Exception {
        String services = IntStream.rangeClosed(1, 20)
                .mapToObj(n -> "  s" + n + ": {vip: 10.0.0.9, port: " + (8000 + n)
                        + ", scheduler: rr, forward: dr, real_servers: {web: 1}, check: {tcp: {}}}\n")
                .collect(Collectors.joining());
        return read("""
                inventory: hosts.yml
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100, b: 90}, vips: [10.0.0.9]}
                services:
                """ + services, hosts(60));
    }

    private static String hosts(int count) {
        String web = IntStream.rangeClosed(1, count)
                .mapToObj(n -> "web" + n + ": {ansible_host: 10.0.1." + n + "}")
                .collect(Collectors.joining(", "));
        return "{directors: {hosts: {a: {ansible_host: 10.0.0.1}, b: {ansible_host: 10.0.0.2}}}, web: {hosts: {" + web
                + "}}}";
    }

    private Topology read(String topology, String hosts) throws Exception {
        Files.writeString(folder.resolve("hosts.yml"), hosts);
        return new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), topology));
    }
}
