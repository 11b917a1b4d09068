package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.show.PlanJson;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.Test;

/** Bringing a cluster up, changing it, and looking again: order, what is proven, and that nothing is left to do. */
class RolloutTest extends OnSimulatedHosts {
    @Test
    void shouldSilenceArpBeforeTheVipComesToLo() {
        assertThat(steps(cluster.plan(TOPOLOGY), "web1"))
                .containsExactly(
                        "set sysctl:net.ipv4.conf.all.arp_ignore",
                        "set sysctl:net.ipv4.conf.all.arp_announce",
                        "set sysctl:net.ipv4.conf.lo.arp_ignore",
                        "set sysctl:net.ipv4.conf.lo.arp_announce",
                        "add address:192.168.100.10/32@lo",
                        "create file:/etc/sysctl.d/99-zz-aloft.conf",
                        "keep persistence:lo");
    }

    @Test
    void shouldStartTheAgentAfterAllThatItNeeds() {
        assertThat(steps(cluster.plan(TOPOLOGY), "lvs1"))
                .endsWith("start service:aloftd.service")
                .contains(
                        "create file:/etc/aloft/aloftd.conf",
                        "install bundle:aloftd",
                        "set sysctl:net.ipv4.ip_forward",
                        "create file:/etc/modules-load.d/aloft.conf");
    }

    @Test
    void shouldChangeRealServersThenTheStandbyThenTheActiveAndLeaveNothingToDo() {
        Plan plan = cluster.apply(TOPOLOGY);

        assertThat(hosts(plan)).containsExactly(List.of("web1", "web2"), List.of("lvs2"), List.of("lvs1"));
        assertThat(cluster.holders).containsExactly("lvs2", "lvs1");
        assertThat(cluster.faults).isEmpty();
        assertThat(plan.impact().vips().get(0).holders()).containsExactlyElementsOf(cluster.holders);
        assertNothingLeft(TOPOLOGY);
        assertThat(PlanText.render(cluster.plan(TOPOLOGY), ShowOptions.PLAIN))
                .isEqualTo("Nothing to do: lvs1, lvs2, web1, web2 are as wanted.\n");
    }

    @Test
    void shouldLeaveTheVipInPlaceWhenTheAgentChanges() {
        cluster.apply(TOPOLOGY);

        Plan plan = applyAnotherAgent(TOPOLOGY);

        assertThat(plan.impact().vips().get(0).holders()).containsExactly("lvs1");
        assertThat(plan.impact().vips().get(0).longestGap()).isZero();
        assertThat(cluster.holders).containsExactly("lvs1");
    }

    @Test
    void shouldHandOverAndBackWhereOthersNoticeTheEndOfTheAgentAtOnce() {
        String detect = TOPOLOGY.replace("    interface: ens33", "    detect: 60ms\n    interface: ens33");
        cluster.apply(detect);

        Plan plan = applyAnotherAgent(detect);

        assertThat(plan.impact().vips().get(0).holders()).containsExactly("lvs1", "lvs2", "lvs1");
        assertThat(plan.impact().vips().get(0).longestGap()).isEqualTo(Duration.ofNanos(648_437_500));
        assertThat(cluster.holders).containsExactly("lvs1", "lvs2", "lvs1");
    }

    private Plan applyAnotherAgent(String topology) {
        cluster.bundle = SimulatedCluster.bundle("ba9876543210");
        cluster.holders.clear();
        Plan plan = cluster.apply(topology);
        assertThat(hosts(plan)).containsExactly(List.of("lvs2"), List.of("lvs1"));
        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(topology);
        return plan;
    }

    @Test
    void shouldLookAtAHolderForLongerThanATakeoverTakes() {
        Plan plan = cluster.plan(TOPOLOGY);

        assertThat(plan.waves().get(2).proofs())
                .filteredOn(proof -> proof instanceof Proof.OneHolder)
                .singleElement()
                .satisfies(proof -> assertThat(proof.holdsFor()).isGreaterThan(Duration.ofMillis(3_648)));
    }

    @Test
    void shouldSetTheEndsOfTunnelsUp() {
        String tunnel = TOPOLOGY.replace("forward: dr", "forward: tun");
        cluster.apply(TOPOLOGY);

        Plan plan = cluster.plan(tunnel);

        assertThat(steps(plan, "web1"))
                .containsExactly(
                        "create file:/etc/systemd/system/aloft-tunnel.service", "start service:aloft-tunnel.service");
        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains(
                        "+ExecStart=/sbin/modprobe ipip",
                        "+ExecStart=/sbin/ip link set tunl0 up",
                        "+ExecStart=/sbin/ip address replace 192.168.100.10/32 dev tunl0",
                        "lb_kind TUN");
        cluster.apply(plan);
        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(tunnel);
        assertThat(steps(cluster.plan(TOPOLOGY), "web1"))
                .containsExactly(
                        "remove service:aloft-tunnel.service", "remove file:/etc/systemd/system/aloft-tunnel.service");
    }

    @Test
    void shouldAddRoutesAndPutThemBackAtEveryBoot() {
        String routes = TOPOLOGY + "hosts:\n  web1: {routes: {10.20.0.0/16: 192.168.100.254}}\n";
        cluster.apply(TOPOLOGY);

        Plan plan = cluster.plan(routes);

        assertThat(steps(plan, "web1"))
                .containsExactly(
                        "add route:10.20.0.0/16",
                        "create file:/etc/systemd/system/aloft-routes.service",
                        "start service:aloft-routes.service");
        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains("+ add      10.20.0.0/16 via 192.168.100.254")
                .contains("ExecStart=/sbin/ip route replace 10.20.0.0/16 via 192.168.100.254 proto static");
    }

    @Test
    void shouldTakeOneThenAQuarter() {
        List<String> hosts =
                java.util.stream.IntStream.range(0, 10).mapToObj(i -> "w" + i).toList();
        assertThat(RolloutOrder.chunks(hosts, 10)).extracting(List::size).containsExactly(1, 2, 2, 2, 2, 1);
        assertThat(RolloutOrder.chunks(hosts.subList(0, 2), 2))
                .extracting(List::size)
                .containsExactly(1, 1);
    }

    @Test
    void shouldTakeAsManyRealServersAtATimeAsIsSaid() {
        PlanOptions oneByOne = new PlanOptions(Set.of(), false, Set.of(), OptionalInt.of(1), OptionalInt.empty());

        assertThat(hosts(cluster.plan(TOPOLOGY)))
                .containsExactly(List.of("web1", "web2"), List.of("lvs2"), List.of("lvs1"));
        assertThat(hosts(cluster.plan(TOPOLOGY, oneByOne)))
                .containsExactly(List.of("web1"), List.of("web2"), List.of("lvs2"), List.of("lvs1"));
    }

    @Test
    void shouldKnowWhatMustNotBeBegunWhenAHostFails() {
        PlanOptions oneByOne = new PlanOptions(Set.of(), false, Set.of(), OptionalInt.of(1), OptionalInt.of(3));
        Plan plan = cluster.plan(TOPOLOGY, oneByOne);
        assertThat(plan.pace().maxFailures()).hasValue(3);

        assertThat(notBegun(plan, "web1")).as("a pace, no reason").containsExactlyInAnyOrder("lvs1", "lvs2");
        assertThat(notBegun(plan, "lvs2")).as("the last that works").containsExactly("lvs1");
        assertThat(notBegun(plan, "lvs1")).isEmpty();
        cluster.apply(plan);
        String smaller = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}");
        assertThat(notBegun(cluster.plan(smaller), "lvs2")).contains("lvs1", "web2");
    }

    private static Set<String> notBegun(Plan plan, String failed) {
        List<Batch> batches = plan.waves().stream()
                .flatMap(wave -> wave.batches().stream())
                .filter(batch -> batch.host().equals(failed))
                .toList();
        assertThat(batches).isNotEmpty();
        Set<String> hosts =
                plan.pace().dependents().on(batches).stream().map(Batch::host).collect(Collectors.toSet());
        hosts.remove(failed);
        return hosts;
    }

    @Test
    void shouldDemandOfARealServerOnlyWhatItDidBefore() {
        assertThat(cluster.plan(TOPOLOGY).waves().get(0).proofs()).isEmpty();
        cluster.host("web1").listening.add("00000000:0050");
        assertThat(cluster.plan(TOPOLOGY).waves().get(0).proofs())
                .extracting(Proof::text)
                .containsExactly("web1 listens on 192.168.100.201:80");
    }

    @Test
    void shouldTakeALeftOverVipOffADirectorsLoBeforeItsAgentStarts() {
        cluster.host("lvs2").addresses.add(new org.aloft.plan.host.HeldAddress("192.168.100.10/24", "lo"));

        List<String> steps = steps(cluster.plan(TOPOLOGY), "lvs2");

        assertThat(steps).contains("remove address:192.168.100.10@lo").endsWith("start service:aloftd.service");
        cluster.apply(TOPOLOGY);
        assertThat(cluster.host("lvs2").addresses)
                .noneMatch(held -> held.host().equals("192.168.100.10") && held.onLoopback());
        assertNothingLeft(TOPOLOGY);
    }

    @Test
    void shouldMakeADirectorOfARealServerOnceNobodySendsThereAnyMore() {
        cluster.apply(TOPOLOGY);
        String promoted = TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs1: 100, lvs2: 90, web2: 80}")
                .replace("{web1: 1, web2: 1}", "{web1: 1}");

        Plan plan = cluster.plan(promoted);

        assertThat(hosts(plan)).containsExactly(List.of("lvs2"), List.of("lvs1"), List.of("web2"));
        cluster.apply(plan);
        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(promoted);
    }

    @Test
    void shouldFinishWhatAnInterruptedRunLeftUndone() {
        cluster.apply(TOPOLOGY);
        cluster.bundle = SimulatedCluster.bundle("ba9876543210");
        Batch broken = cluster.plan(TOPOLOGY).waves().get(0).batches().get(0);
        SimulatedHost lvs2 = cluster.host("lvs2");
        lvs2.manifest = broken.intent();
        broken.steps()
                .subList(0, broken.steps().size() - 1)
                .forEach(step -> step.change().calls().forEach(lvs2::run));

        assertThat(steps(cluster.plan(TOPOLOGY), "lvs2")).containsExactly("restart service:aloftd.service");
    }

    @Test
    void shouldHideThePasswordThatGoesAsWellAsTheOneThatComes() {
        cluster.apply(TOPOLOGY);
        for (String other : List.of(
                TOPOLOGY.replace("    authentication: {type: PASS, password: abc123}\n", ""),
                TOPOLOGY.replace("password: abc123", "password: xyz789"))) {
            Plan plan = cluster.plan(other);
            assertThat(PlanText.render(plan, ShowOptions.PLAIN) + PlanJson.write(plan, "1.2.3") + plan)
                    .contains("********")
                    .doesNotContain("abc123", "xyz789", "sha256");
        }
    }
}
