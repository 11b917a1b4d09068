package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.resource.Call;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.Test;

/** A cluster that is taken down as a whole or in part: in which order, what comes back, what is refused. */
class DestroyTest extends OnSimulatedHosts {
    private static final String KEEPALIVED = """
            vrrp_instance VI_1 {
                interface ens33
                virtual_router_id 10
                priority %d
                authentication {
                    auth_type PASS
                    auth_pass abc123
                }
                virtual_ipaddress { 192.168.100.10 }
            }
            """;

    private Plan destroy(String... limit) {
        return cluster.planOfDestroying(TOPOLOGY + NGINX, new PlanOptions(Set.of(limit), false));
    }

    @Test
    void shouldStopTheStandbyThenTheHolderThenCleanTheRealServers() {
        cluster.apply(TOPOLOGY + NGINX);
        assertThat(cluster.faults).isEmpty();
        cluster.holders.clear();

        Plan plan = destroy();
        cluster.apply(plan);

        assertThat(hosts(plan)).containsExactly(List.of("lvs2"), List.of("lvs1"), List.of("web1", "web2"));
        assertThat(plan.impact().vips()).singleElement().satisfies(vip -> {
            assertThat(vip.vip().host()).isEqualTo("192.168.100.10");
            assertThat(vip.goesAway()).isTrue();
            assertThat(vip.holders()).containsExactly("lvs1");
        });
        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .startsWith("Impact on the service\n  192.168.100.10  goes away for good; lvs1 holds it now\n");
        List<String> web1 = steps(plan, "web1");
        assertThat(web1.indexOf("remove address:192.168.100.10/32@lo"))
                .isLessThan(web1.indexOf("restore sysctl:net.ipv4.conf.all.arp_ignore"));
        assertThat(cluster.faults).as("never two, and none only at the end").containsExactly("held by nobody");
        assertThat(cluster.holders).as("it did not move on its way").containsExactly("lvs1");
        for (String host : List.of("lvs1", "lvs2", "web1", "web2")) {
            SimulatedHost clean = cluster.host(host);
            assertThat(clean.manifest.entries()).as(host).isEmpty();
            assertThat(clean.files).as(host).isEmpty();
            assertThat(clean.packages).as(host).isEmpty();
            assertThat(clean.bundles).as(host).isEmpty();
            assertThat(clean.units.values()).as(host).noneMatch(SimulatedHost.Unit::active);
            assertThat(clean.addresses).as(host).hasSize(2);
        }
        assertThat(destroy().hasChanges()).isFalse();
    }

    @Test
    void shouldGiveTheVipBackToTheKeepalivedFromBefore() {
        for (String host : List.of("lvs1", "lvs2")) {
            cluster.host(host)
                    .write("/etc/keepalived/keepalived.conf", KEEPALIVED.formatted(host.equals("lvs1") ? 100 : 90));
            cluster.host(host).units.put("keepalived.service", new SimulatedHost.Unit(true, false));
            cluster.host(host).run(Call.of("restart_unit", "keepalived.service"));
        }
        cluster.apply(TOPOLOGY);

        Plan plan = destroy();
        cluster.apply(plan);

        assertThat(plan.impact().vips().get(0).goesAway()).isFalse();
        assertThat(plan.impact().vips().get(0).reasoning())
                .isEqualTo("keepalived.service ran before Aloft, and takes the VIP over again on lvs2, lvs1");
        assertThat(cluster.host("lvs1").active("keepalived.service")).isTrue();
        assertThat(cluster.host("lvs2").active("keepalived.service")).isTrue();
        assertThat(cluster.faults).doesNotContain("held by [lvs1, lvs2]", "held by [lvs2, lvs1]");
        assertThat(cluster.host("lvs1").addresses).anyMatch(held -> held.host().equals("192.168.100.10"));
    }

    @Test
    void shouldFindAHostThatTheTopologyNamesNoMore() {
        cluster.apply(TOPOLOGY);
        String smaller = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}");

        Plan plan = cluster.planOfDestroying(smaller, PlanOptions.DEFAULT);

        assertThat(plan.changedHosts()).containsExactlyInAnyOrder("lvs1", "lvs2", "web1", "web2");
    }

    @Test
    void shouldOnlyForgetAHostOfWhichAllIsGoneAlready() {
        cluster.apply(TOPOLOGY);
        SimulatedHost web1 = cluster.host("web1");
        web1.manifest = Manifest.read("aloft-manifest 2\nmember\tlvs1\nfile\t/srv/gone\twas=absent\n");

        Plan plan = destroy();
        cluster.apply(plan);

        assertThat(steps(plan, "web1")).containsExactly("record manifest:/var/lib/aloft/manifest");
        assertThat(web1.manifest.entries()).isEmpty();
        assertThat(destroy().hasChanges()).isFalse();
    }

    // ---- in part

    @Test
    void shouldLetAStandbyGoWhileTheOtherDirectorStays() {
        cluster.apply(TOPOLOGY + NGINX);

        Plan plan = destroy("lvs2");

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.changedHosts()).containsExactly("lvs2");
        assertThat(plan.impact().vips()).singleElement().satisfies(vip -> {
            assertThat(vip.goesAway()).isFalse();
            assertThat(vip.holders()).containsExactly("lvs1");
            assertThat(vip.reasoning()).isEqualTo("what Aloft made leaves lvs2; lvs1 goes on holding it");
        });
    }

    @Test
    void shouldNotStartKeepalivedAgainWhileAnotherDirectorStays() {
        for (String host : List.of("lvs1", "lvs2")) {
            cluster.host(host).units.put("keepalived.service", new SimulatedHost.Unit(true, true));
        }
        cluster.apply(TOPOLOGY);

        assertThat(PlanText.render(destroy("lvs1"), ShowOptions.PLAIN))
                .contains(
                        "keepalived.service stays off, as its VIPs are on other hosts now", "moves once, lvs1 → lvs2");
    }

    @Test
    void shouldRefuseToCleanARealServerThatDirectorsStillSendTo() {
        cluster.apply(TOPOLOGY + NGINX);

        Plan plan = destroy("web1");

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo("lvs1, lvs2 would still send requests there");
            assertThat(refusal.fix()).isEqualTo("add lvs1,lvs2 to --limit");
        });
    }

    @Test
    void shouldRefuseToTakeAllDirectorsFromWhatStays() {
        cluster.apply(TOPOLOGY + NGINX);

        Plan plan = destroy("lvs1", "lvs2", "web1");

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.refusals()).hasSize(3);
        assertThat(plan.refusals().get(0).reason())
                .isEqualTo("nobody would hold 192.168.100.10 any more, and web2 stays");
        assertThat(plan.refusals().get(0).fix()).isEqualTo("add web2 to --limit");
    }
}
