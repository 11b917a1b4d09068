package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.Test;

/** What peers share, and who speaks for them: never two holders of a VIP, never none. */
class PeersTest extends OnSimulatedHosts {
    @Test
    void shouldNeverHaveTwoHoldersNorNoneWhilePeersChangeWhatTheyShare() {
        for (String change : List.of(
                "password: abc123 -> password: xyz789",
                "    authentication: {type: PASS, password: abc123}\n -> ",
                "virtual_router_id: 10 -> virtual_router_id: 11",
                "    interface: ens33 ->     unicast: true\n    interface: ens33",
                "    interface: ens33 ->     version: 3\n    interface: ens33",
                "    interface: ens33 ->     advert_interval: 2s\n    interface: ens33")) {
            SimulatedCluster fresh = new SimulatedCluster(folder);
            String before = change.contains("version: 3")
                    ? TOPOLOGY.replace("    authentication: {type: PASS, password: abc123}\n", "")
                    : TOPOLOGY;
            fresh.apply(before);
            fresh.holders.clear();
            int arrow = change.indexOf(" -> ");
            String after = before.replace(change.substring(0, arrow), change.substring(arrow + 4));

            Plan plan = fresh.plan(after);

            assertThat(hosts(plan)).as(change).containsExactly(List.of("lvs2"), List.of("lvs1"), List.of("lvs2"));
            assertThat(plan.impact().vips().get(0).holders()).as(change).containsExactly("lvs1");
            assertThat(plan.impact().vips().get(0).longestGap()).as(change).isZero();
            fresh.apply(plan);
            assertThat(fresh.faults).as(change).isEmpty();
            assertThat(fresh.holders).as(change).containsOnly("lvs1");
            assertThat(fresh.plan(after).hasChanges()).as(change).isFalse();
        }
    }

    @Test
    void shouldSayThatTheVipMovesWhereDirectorsExchangeTheirPriorities() {
        String text = "{lvs1: 100, lvs2: 90}";
        String other = "{lvs1: 90, lvs2: 100}";
        cluster.apply(TOPOLOGY);

        Plan plan = cluster.plan(TOPOLOGY.replace(text, other));

        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains("192.168.100.10  moves once, lvs1 → lvs2, no gap expected")
                .contains("lvs2 has the higher priority and takes over while lvs1 still answers");

        String stays = TOPOLOGY.replace("    interface: ens33", "    preempt: false\n    interface: ens33");
        cluster.apply(stays);
        assertThat(PlanText.render(cluster.plan(stays.replace(text, other)), ShowOptions.PLAIN))
                .contains("192.168.100.10  stays on lvs1, no gap expected");
    }

    @Test
    void shouldFinishAChangeOfWhatPeersShareThatBrokeOffAtAnyWave() {
        String after = TOPOLOGY.replace("password: abc123", "password: xyz789");
        for (int done = 1; done <= 2; done++) {
            SimulatedCluster fresh = new SimulatedCluster(folder);
            fresh.apply(TOPOLOGY);
            fresh.plan(after).waves().subList(0, done).forEach(fresh::apply);

            fresh.apply(after);

            assertThat(fresh.faults).as("broken off after wave " + done).isEmpty();
            assertThat(fresh.plan(after).hasChanges()).isFalse();
        }
    }

    @Test
    void shouldSayHowLongKeepalivedWillBeWithoutTheVip() {
        String keepalived = "agent: keepalived\n" + TOPOLOGY;
        cluster.apply(keepalived);

        Plan plan = cluster.plan(keepalived.replace("virtual_router_id: 10", "virtual_router_id: 11"));

        assertThat(plan.impact().vips().get(0).longestGap()).isEqualTo(Duration.ofNanos(3_609_375_000L));
        assertThat(PlanText.render(plan, ShowOptions.PLAIN)).contains("longest gap 3.6 s");
        assertThat(plan.impact().vips().get(0).reasoning()).contains("keepalived on lvs1 gives the VIP up");
    }

    @Test
    void shouldMigrateFromKeepalivedOnTheSameHostAndGiveItBack() {
        String conf = """
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
        for (String host : List.of("lvs1", "lvs2")) {
            cluster.host(host).write("/etc/keepalived/keepalived.conf", conf.formatted(host.equals("lvs1") ? 100 : 90));
            cluster.host(host).units.put("keepalived.service", new SimulatedHost.Unit(true, false));
            cluster.host(host).run(org.aloft.plan.resource.Call.of("restart_unit", "keepalived.service"));
        }
        Plan plan = cluster.apply(TOPOLOGY);

        assertThat(steps(plan, "lvs1")).endsWith("migrate service:aloftd.service");
        assertThat(cluster.host("lvs1").active("keepalived.service")).isFalse();
        assertThat(cluster.host("lvs1")
                        .files
                        .get("/etc/keepalived/keepalived.conf")
                        .content())
                .isEqualTo(conf.formatted(100));
        assertNothingLeft(TOPOLOGY);

        cluster.apply(TOPOLOGY.replace("vips: [192.168.100.10]", "vips: [192.168.100.11]")
                .replace("vip: 192.168.100.10", "vip: 192.168.100.11")
                .replace("{lvs1: 100, lvs2: 90}", "{lvs3: 100, lvs4: 90}"));

        assertThat(cluster.host("lvs1").units.get("keepalived.service")).isEqualTo(new SimulatedHost.Unit(true, true));
        assertThat(cluster.host("lvs1").active("aloftd.service")).isFalse();
    }

    /** The keepalived from before would take the VIP back from the directors that have replaced this pair. */
    @Test
    void shouldNotGiveKeepalivedBackWhileOthersHoldItsVips() {
        for (String host : List.of("lvs1", "lvs2")) {
            cluster.host(host).units.put("keepalived.service", new SimulatedHost.Unit(true, true));
        }
        cluster.apply(TOPOLOGY);

        Plan plan = cluster.apply(TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs3: 100, lvs4: 90}"));

        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains("keepalived.service stays off, as its VIPs are on other hosts now");
        assertThat(cluster.host("lvs1").active("keepalived.service")).isFalse();
        assertThat(cluster.host("lvs1").active("aloftd.service")).isFalse();
    }
}
