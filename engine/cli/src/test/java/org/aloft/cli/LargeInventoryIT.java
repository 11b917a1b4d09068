package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As {@link LvsInventoriesIT}, for the cluster of sixty real servers, all of which are there. Real servers need no IPVS,
 * so they are on this machine's kernel even where directors are guests.
 */
@Tag("clusters")
class LargeInventoryIT extends OnInventories {
    private static final String VIP = "10.0.0.10";
    private static final int REAL_SERVERS = 60;
    private static final int FIRST_PORT = 8001;
    private static final int LAST_PORT = 8020;
    private static final List<String> DIRECTORS = List.of("lvs1", "lvs2");
    private static final List<String> WEB = IntStream.rangeClosed(1, REAL_SERVERS)
            .mapToObj(number -> "web" + number)
            .toList();

    /**
     * Where this machine has much to do, its guests stand still for longer than 60 ms, and each time the standby would
     * take over.
     */
    private static final String DETECT = "detect: 900ms";

    @BeforeAll
    static void start() throws IOException {
        Stream<LabHost> directors =
                Stream.of(new LabHost("lvs1", "10.0.0.11", "eth0"), new LabHost("lvs2", "10.0.0.12", "eth0"));
        Stream<LabHost> others = Stream.concat(
                Stream.of(new LabHost("client", "10.0.0.20", "eth0")),
                IntStream.rangeClosed(1, REAL_SERVERS)
                        .mapToObj(number -> new LabHost("web" + number, "10.0.1." + number, "eth0")));
        start(LabSpec.of(
                        Stream.concat(directors, others.map(LabHost::withoutIpvs))
                                .toList(),
                        List.of("10.0.0.0/23"))
                .withName("large-" + ProcessHandle.current().pid()));
    }

    @Test
    void shouldBalanceTwentyServicesOverSixtyRealServers() throws IOException {
        WEB.parallelStream().forEach(host -> on(host, STAND_IN_FOR_TWENTY_SERVICES));
        Path cluster = changed(cluster("large"), "detect: 60ms", DETECT);
        String[] hosts = Stream.concat(DIRECTORS.stream(), WEB.stream()).toArray(String[]::new);
        Map<String, List<String>> before = likenesses("lvs1", "lvs2", "web1", "web60");
        likeHostsArePlannedOnce(cluster);

        bringUp(cluster, hosts);
        awaitHolder("lvs1", VIP);
        assertTable("lvs1", LAST_PORT, REAL_SERVERS, number -> 1);
        for (int port : List.of(FIRST_PORT, 8010, LAST_PORT)) {
            assertThat(answeringAt(port)).hasSizeGreaterThan(REAL_SERVERS / 2);
        }

        aCrashOfTheActiveDirectorIsMeasured(cluster);
        assertTable("lvs1", LAST_PORT, REAL_SERVERS, number -> 1);
        nothingToDo(cluster);

        Path changed = smaller(cluster);
        apply(changed);
        assertTable("lvs1", LAST_PORT - 1, REAL_SERVERS - 1, number -> number == 1 ? 5 : 2);
        assertThat(on("web60", "ip address show dev lo")).doesNotContain(VIP);
        assertThat(answeringAt(FIRST_PORT)).hasSizeGreaterThan(REAL_SERVERS / 2).doesNotContain("web60");
        assertThat(on("client", "curl -s -m 5 http://" + VIP + ":" + LAST_PORT + "/ || echo refused"))
                .isEqualTo("refused\n");
        destroy(changed);
        assertLike(before);
    }

    /** What an operator brings: something that answers on each port, by the host's name. */
    private static final String STAND_IN_FOR_TWENTY_SERVICES = """
            cat >/run/stand-in.py <<'END'
            import asyncio, socket
            PAGE = b'HTTP/1.0 200 OK\\r\\n\\r\\n' + socket.gethostname().encode() + b'\\n'
            async def answer(reader, writer):
                try:
                    # A check says nothing.
                    if await reader.readline():
                        writer.write(PAGE)
                        await writer.drain()
                except ConnectionError:
                    pass
                finally:
                    writer.close()
            async def main():
                servers = [await asyncio.start_server(answer, '', port) for port in range(%d, %d)]
                await asyncio.gather(*(server.serve_forever() for server in servers))
            asyncio.run(main())
            END
            mkdir -p /run/systemd/system
            printf '[Service]\\nExecStart=/usr/bin/python3 -I /run/stand-in.py\\n' >/run/systemd/system/stand-in.service
            systemctl daemon-reload
            systemctl start stand-in
            timeout 120 sh -c 'until curl -s -o /dev/null http://127.0.0.1:%d/; do sleep 0.5; done'
            """.formatted(FIRST_PORT, LAST_PORT + 1, LAST_PORT);

    /** A reader of the plan sees once what is to be done on sixty hosts. */
    private static void likeHostsArePlannedOnce(Path cluster) {
        Invocation planned = aloft(cluster, "plan");
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(planned.out().lines().filter(line -> line.contains("net.ipv4.conf.all.arp_ignore: ")))
                .as(planned.out())
                .hasSize(1);
        assertThat(planned.out()).contains("10.0.1.1 listens on 10.0.1.1:8001-8020;");
    }

    /** Who answers there, when as many requests as there are real servers are on their way at once. */
    private static Set<String> answeringAt(int port) {
        String ask = "seq %d | xargs -P 10 -I{} curl -s -m 10 http://%s:%d/".formatted(2 * REAL_SERVERS, VIP, port);
        return new TreeSet<>(on("client", ask).lines().toList());
    }

    /** How long the gap was depends on the machine, and so does whether that is within the budget. */
    private static void aCrashOfTheActiveDirectorIsMeasured(Path cluster) throws IOException {
        Invocation verified = aloft(cluster, "verify", "--drill", "crash", "--report", folder.toString());
        JsonNode report = Schema.VERIFY.holds(Files.readString(folder.resolve("report.json")));
        assertThat(verified.status())
                .as(verified.toString())
                .isEqualTo(report.get("passed").asBoolean() ? 0 : ExitCode.VERIFICATION_FAILED.status());
        for (String when : List.of("checks", "afterwards")) {
            assertThat(report.get(when)).isNotEmpty().allSatisfy(check -> assertThat(
                            check.get("verdict").asText())
                    .as(check.toString())
                    .isEqualTo("passed"));
        }
        assertThat(report.get("drills")).hasSize(1);
        JsonNode drill = report.at("/drills/0");
        assertThat(drill.get("state").asText()).as(drill.toString()).isEqualTo("ran");
        assertThat(drill.get("target").asText()).isEqualTo("lvs1");
        assertThat(drill.get("measurements")).isNotEmpty().allSatisfy(measurement -> assertThat(
                        measurement.get("ended").asBoolean())
                .as(measurement.toString())
                .isTrue());
        awaitHolder("lvs1", VIP);
    }

    /** In the same folder: a real server and a service less, and other weights. */
    private static Path smaller(Path cluster) throws IOException {
        Path changed = changed(
                changed(cluster, "ports: [8001-8020]", "ports: [8001-8019]"), "{web: 1}", "{web: 2, 10.0.1.1: 5}");
        Path inventory = changed.resolve("hosts.ini");
        String hosts = Files.readString(inventory);
        String all = "10.0.1.[1:60]\n";
        assertThat(hosts).contains(all);
        Files.writeString(inventory, hosts.replace(all, "10.0.1.[1:59]\n\n[spare]\n10.0.1.60\n"));
        return changed;
    }

    /** Waits until IPVS on a director has each real server behind each service, and nothing else. */
    private static void assertTable(String director, int lastPort, int realServers, IntFunction<Integer> weight) {
        String wanted = IntStream.rangeClosed(FIRST_PORT, lastPort)
                .boxed()
                .flatMap(port -> IntStream.rangeClosed(1, realServers)
                        .mapToObj(number -> "-a -t %s:%d -r 10.0.1.%d:%d -g -w %d\n"
                                .formatted(VIP, port, number, port, weight.apply(number))))
                .sorted()
                .collect(Collectors.joining());
        assertThat(eventually(director, "ipvsadm -Sn | grep '^-a' | LC_ALL=C sort", wanted))
                .isEqualTo(wanted);
    }
}
