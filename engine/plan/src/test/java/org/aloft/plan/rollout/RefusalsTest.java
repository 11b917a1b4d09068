package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is not done, though each host by itself would allow it, and the way out. */
class RefusalsTest extends OnSimulatedHosts {
    @Test
    void shouldRefuseToChangeWhatPeersShareOnOneOfThem() {
        cluster.apply(TOPOLOGY);

        Plan plan = cluster.plan(
                TOPOLOGY.replace("password: abc123", "password: xyz789"), new PlanOptions(Set.of("lvs2"), false));

        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.host()).isEqualTo("lvs2");
            assertThat(refusal.reason()).contains("authentication of VI_1 must change on all its members together");
            assertThat(refusal.fix()).isEqualTo("add lvs1 to --limit");
        });
    }

    @Test
    void shouldKnowThePeersOfALimitedHost() {
        cluster.apply(TOPOLOGY);
        cluster.bundle = SimulatedCluster.bundle("ba9876543210");

        Plan standby = cluster.plan(TOPOLOGY, new PlanOptions(Set.of("lvs2"), false));

        assertThat(hosts(standby)).containsExactly(List.of("lvs2"));
        assertThat(standby.impact().vips().get(0).holders()).containsExactly("lvs1");
        assertThat(standby.waves().get(0).proofs())
                .anySatisfy(proof -> assertThat(proof.hosts()).containsExactly("lvs1", "lvs2"));
        Plan active = cluster.plan(TOPOLOGY, new PlanOptions(Set.of("lvs1"), false));
        assertThat(active.impact().vips().get(0).reasoning()).contains("lvs1 restarts and leaves the VIP in place");
    }

    @Test
    void shouldNotTakeARealServerAwayWhileADirectorOutsideOfTheLimitSendsThere() {
        cluster.apply(TOPOLOGY);
        String smaller = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}")
                + "hosts:\n  web2:\n    sysctls: {vm.swappiness: 1}\n";

        Plan plan = cluster.plan(smaller, new PlanOptions(Set.of("web2"), false));

        assertThat(plan.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo("lvs1, lvs2 would still send requests there");
            assertThat(refusal.fix()).isEqualTo("add lvs1,lvs2 to --limit");
        });
    }

    @Test
    void shouldNotTouchTheLastDirectorThatWorks() {
        cluster.apply(TOPOLOGY);
        cluster.bundle = SimulatedCluster.bundle("ba9876543210");
        cluster.silence("lvs2");

        Plan plan = cluster.plan(TOPOLOGY);
        assertThat(plan.hasChanges()).isFalse();
        assertThat(plan.refusals()).singleElement().satisfies(refusal -> assertThat(refusal.fix())
                .contains("bring lvs2 back first", "--allow-last-director"));

        Plan forced = cluster.plan(TOPOLOGY, new PlanOptions(Set.of(), true));
        assertThat(hosts(forced)).containsExactly(List.of("lvs1"));
        assertThat(forced.impact().vips().get(0).longestGap()).isGreaterThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldBringTheFirstDirectorUpThoughTheOtherIsAway() {
        cluster.silence("lvs2");
        assertThat(cluster.plan(TOPOLOGY).changedHosts()).contains("lvs1");
    }

    @Test
    void shouldRefuseAProcessorThatTheBundleIsNotFor() {
        cluster.host("lvs1").architecture = "aarch64";

        Plan plan = cluster.plan(TOPOLOGY);

        assertThat(plan.refusals()).singleElement().satisfies(refusal -> assertThat(refusal.reason())
                .isEqualTo("its processor is aarch64, and this copy of aloftd is for x86_64"));
        assertThat(plan.changedHosts()).doesNotContain("lvs1");
    }

    @Test
    void shouldNotChangeWhatPeersShareBesideAPeerThatCannotChange() {
        cluster.apply(TOPOLOGY);
        cluster.host("lvs2").architecture = "aarch64";

        Plan plan = cluster.plan(TOPOLOGY.replace("password: abc123", "password: xyz789"));

        assertThat(plan.changedHosts()).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::host).containsExactly("lvs2", "lvs1");
        assertThat(plan.refusals().get(1).reason()).contains("cannot on lvs2");
    }

    /** It may well be alive, and take the VIPs with the old values. */
    @Test
    void shouldNotChangeWhatPeersShareWhileOneOfThreeCannotBeAsked() {
        String three = TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs1: 100, lvs2: 90, lvs3: 80}");
        cluster.apply(three);
        cluster.silence("lvs3");
        String changed = three.replace("virtual_router_id: 10", "virtual_router_id: 11");

        assertThat(cluster.plan(changed).changedHosts()).isEmpty();
        assertThat(cluster.plan(changed).refusals()).extracting(Refusal::fix).allMatch(fix -> fix.contains("lvs3"));
        assertThat(cluster.plan(changed, new PlanOptions(Set.of(), true)).changedHosts())
                .contains("lvs1", "lvs2");
    }

    @Test
    void shouldNotChangeWhatPeersShareTogetherWithTheAgentItself() {
        String topology = TOPOLOGY.replace("    interface: ens33", "    detect: 60ms\n    interface: ens33");
        cluster.apply(topology);
        cluster.bundle = SimulatedCluster.bundle("ba9876543210");
        String changed = topology.replace("password: abc123", "password: xyz789");

        Plan plan = cluster.plan(changed);

        assertThat(plan.changedHosts()).isEmpty();
        assertThat(plan.refusals())
                .extracting(Refusal::fix)
                .allMatch(fix -> fix.startsWith("change one of the two first"));
        cluster.apply(cluster.plan(changed, new PlanOptions(Set.of(), true)));
        assertThat(cluster.faults).as("what the refusal is there for").contains("held by nobody");
    }

    @Test
    void shouldNotStartDirectorsThatTheOldOnesWouldNotHear() {
        cluster.apply(TOPOLOGY);
        String replaced = TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs3: 100, lvs4: 90}")
                .replace("virtual_router_id: 10", "virtual_router_id: 11");

        Plan plan = cluster.plan(replaced);
        cluster.apply(plan);

        assertThat(cluster.faults).isEmpty();
        assertThat(plan.refusals()).extracting(Refusal::host).containsExactlyInAnyOrder("lvs1", "lvs2", "lvs3", "lvs4");
        assertThat(plan.refusals())
                .allSatisfy(refusal -> assertThat(refusal.reason()).contains("virtual_router_id"));
    }

    @Test
    void shouldNotGuessWhatAConfigurationSaysThatTheHostDidNotSend() {
        cluster.apply(TOPOLOGY);
        SimulatedHost lvs1 = cluster.host("lvs1");
        lvs1.write("/etc/aloft/aloftd.conf", "#".repeat(SimulatedHost.MOST_SENT + 1));

        assertThat(cluster.plan(TOPOLOGY).refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.host()).isEqualTo("lvs1");
            assertThat(refusal.reason()).contains("too many to compare");
        });
    }
}
