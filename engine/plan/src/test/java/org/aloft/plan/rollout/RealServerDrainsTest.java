package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.aloft.plan.cluster.Haproxy;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.show.PlanJson;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.aloft.plan.show.Style;
import org.junit.jupiter.api.Test;

/** Real servers that are touched: one share after the other, drained meanwhile by whatever balances, or told of. */
class RealServerDrainsTest extends OnSimulatedHosts {
    private static final String APP = """
            hosts:
              web1: {files: {/etc/systemd/system/app.service: {content: "%1$s"}}, services: [app]}
              web2: {files: {/etc/systemd/system/app.service: {content: "%1$s"}}, services: [app]}
            """;

    private static String text(Plan plan) {
        return PlanText.render(plan, new ShowOptions(Style.PLAIN, false, true, 400));
    }

    @Test
    void shouldRollARestartThroughRealServersOneFirst() {
        String four = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1, web2: 1, web3: 1, web4: 1}");
        String unit = "hosts:\n  web: {files: {/etc/systemd/system/app.service: {content: \"%s\"}}, services: [app]}\n";
        cluster.apply(four + unit.formatted("one"));

        Plan plan = cluster.plan(four + unit.formatted("two"));

        List<String> directors = List.of("lvs1", "lvs2");
        assertThat(hosts(plan))
                .containsExactly(
                        directors,
                        List.of("web1"),
                        directors,
                        List.of("web2"),
                        directors,
                        List.of("web3"),
                        directors,
                        List.of("web4"),
                        directors);
        assertThat(plan.impact().services())
                .containsExactly(new Impact.ServiceImpact(
                        "app.service",
                        "restarts",
                        List.of(List.of("web1"), List.of("web2"), List.of("web3"), List.of("web4")),
                        List.of("web1", "web2", "web3", "web4"),
                        Optional.empty()));
        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains("app.service restarts on web1, then web2, then web3, then web4; each is drained before, and")
                .contains("Wave 1: directors drain real servers\n")
                .contains("Wave 9: directors take real servers back\n");
        assertThat(steps(plan, "lvs1").subList(0, 3)).allMatch(step -> step.endsWith("file:/etc/aloft/aloftd.conf"));
        assertThat(calls(plan, "lvs1"))
                .containsExactly(
                        "drain_for_a_while 30 900 192.168.100.201:80",
                        "undrain_server 192.168.100.201:80",
                        "drain_for_a_while 30 900 192.168.100.202:80",
                        "undrain_server 192.168.100.202:80",
                        "drain_for_a_while 30 900 192.168.100.203:80",
                        "undrain_server 192.168.100.203:80",
                        "drain_for_a_while 30 900 192.168.100.204:80",
                        "undrain_server 192.168.100.204:80");
        cluster.apply(plan);
        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(four + unit.formatted("two"));
    }

    @Test
    void shouldNotDrainTheOnlyRealServerNorWhereADirectorMayNotBeChanged() {
        String unit = "hosts:\n  web: {files: {/etc/systemd/system/app.service: {content: \"%s\"}}, services: [app]}\n";
        String one = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}") + unit;
        cluster.apply(one.formatted("one"));
        assertThat(cluster.plan(one.formatted("two")).impact().services())
                .extracting(Impact.ServiceImpact::drained)
                .containsExactly(List.of());
        assertThat(text(cluster.plan(one.formatted("two"))))
                .contains("; clients notice it, as no other real server serves meanwhile\n");

        String two = TOPOLOGY + unit;
        cluster.apply(two.formatted("one"));
        PlanOptions realServers =
                new PlanOptions(Set.of("web1", "web2"), false, Set.of(), OptionalInt.empty(), OptionalInt.empty());
        assertThat(hosts(cluster.plan(two.formatted("two"), realServers)))
                .containsExactly(List.of("web1"), List.of("web2"));
        assertThat(text(cluster.plan(two.formatted("two"), realServers)))
                .contains("restarts on web1, then web2; clients notice it, as this plan may not change the directors");
    }

    @Test
    void shouldLetHaproxyDrainThem() {
        String proxied = TOPOLOGY.replace("forward: dr", "forward: proxy") + APP;
        cluster.apply(proxied.formatted("one"));

        Plan plan = cluster.plan(proxied.formatted("two"));

        List<String> directors = List.of("lvs1", "lvs2");
        assertThat(hosts(plan)).containsExactly(directors, List.of("web1"), directors, List.of("web2"), directors);
        assertThat(text(plan))
                .contains("app.service restarts on web1, then web2; each is drained before, and taken back after")
                .contains("Wave 1: directors drain real servers\n");
        for (String director : directors) {
            assertThat(calls(plan, director))
                    .containsExactly(
                            "drain_by_haproxy 30 900 web/web1",
                            "undrain_by_haproxy web/web1",
                            "drain_by_haproxy 30 900 web/web2",
                            "undrain_by_haproxy web/web2");
        }
        cluster.apply(plan);
        assertNothingLeft(proxied.formatted("two"));
    }

    @Test
    void shouldDrainAShareInOneOrder() {
        for (String[] words : new String[][] {
            {"dr", "192.168.100.20%d:80", "drain_for_a_while"}, {"proxy", "web/web%d", "drain_by_haproxy"}
        }) {
            cluster = new SimulatedCluster(folder);
            String many = TOPOLOGY.replace("forward: dr", "forward: " + words[0])
                            .replace("{web1: 1, web2: 1}", "{web1: 1, web2: 1, web3: 1, web4: 1}")
                    + "hosts:\n  web: {files: {/etc/systemd/system/app.service: {content: \"%s\"}}, services: [app]}\n";
            cluster.apply(many.formatted("one"));
            PlanOptions two = new PlanOptions(Set.of(), false, Set.of(), OptionalInt.of(2), OptionalInt.empty());

            assertThat(calls(cluster.plan(many.formatted("two"), two), "lvs1"))
                    .contains(words[2] + " 30 900 " + words[1].formatted(1) + " " + words[1].formatted(2));
        }
    }

    @Test
    void shouldLetEachBalancerDrainItsOwn() {
        String both = TOPOLOGY + """
              tls:
                vip: 192.168.100.10
                port: 443
                forward: proxy
                real_servers: {web1: 1, web3: 1}
                check: {tcp: {connect_timeout: 3s, retries: 3, delay_before_retry: 1s, delay: 3s}}
            """ + APP;
        cluster.apply(both.formatted("one"));

        assertThat(calls(cluster.plan(both.formatted("two")), "lvs2"))
                .containsSubsequence("drain_for_a_while 30 900 192.168.100.201:80", "drain_by_haproxy 30 900 tls/web1")
                .containsSubsequence("undrain_server 192.168.100.201:80", "undrain_by_haproxy tls/web1");
    }

    @Test
    void shouldSayWhyClientsNotice() {
        for (String[] told : new String[][] {
            {"agent: keepalived\n" + TOPOLOGY, "keepalived has no order to drain a real server"},
            {TOPOLOGY.replace("forward: dr", "forward: proxy"), "haproxy there was not set up to be told"}
        }) {
            cluster = new SimulatedCluster(folder);
            cluster.apply((told[0] + APP).formatted("one"));
            // As versions before have left it.
            List.of("lvs1", "lvs2").forEach(director -> forget(cluster.host(director), Haproxy.client()));

            Plan plan = cluster.plan((told[0] + APP).formatted("two"));

            assertThat(text(plan))
                    .contains("app.service restarts on web1, then web2; clients notice it, as " + told[1]);
            assertThat(PlanJson.write(plan, "1.2.3")).contains("\"not_drained\" : \"" + told[1]);
        }
    }

    private static void forget(SimulatedHost host, ResourceId resource) {
        Map<ResourceId, Entry> entries = new LinkedHashMap<>(host.manifest.entries());
        entries.remove(resource);
        host.manifest = new Manifest(host.manifest.members(), entries);
    }
}
