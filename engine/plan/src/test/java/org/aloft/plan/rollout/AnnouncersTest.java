package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.aloft.plan.host.HeldAddress;
import org.junit.jupiter.api.Test;

/** Directors that are all active, behind routers: one changes after the other, and each is proven. */
class AnnouncersTest extends OnSimulatedHosts {
    private static final String TOPOLOGY = """
            directors: [lvs1, lvs2, lvs3]
            announce:
              local_as: 65001
              neighbors: {192.168.100.2: 65000}
            services:
              web:
                vip: 203.0.113.10
                port: 80
                scheduler: mh
                forward: dr
                real_servers: {web1: 1, web2: 1}
                check: {tcp: {delay: 3s}}
            """;

    private static Proof.Announces proofOf(Plan plan, String host) {
        return plan.waves().stream()
                .flatMap(wave -> wave.proofs().stream())
                .filter(proof -> proof.hosts().equals(List.of(host)))
                .filter(Proof.Announces.class::isInstance)
                .map(Proof.Announces.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldChangeOneDirectorAfterTheOtherAndLeaveNothingToDo() {
        Plan plan = cluster.apply(TOPOLOGY);

        assertThat(hosts(plan))
                .containsExactly(List.of("web1", "web2"), List.of("lvs1"), List.of("lvs2"), List.of("lvs3"));
        assertThat(proofOf(plan, "lvs1").required())
                .as("the router may not know it yet")
                .isFalse();
        assertNothingLeft(TOPOLOGY);
    }

    @Test
    void shouldGoOnOnlyWhenADirectorAnnouncesAgain() throws Exception {
        cluster.apply(TOPOLOGY);
        InetAddress vip = InetAddress.getByName("203.0.113.10");
        cluster.host("lvs1").addresses.add(new HeldAddress("203.0.113.10/32", "lo"));

        Plan plan = cluster.plan(TOPOLOGY.replace("65000", "65009"));

        assertThat(steps(plan, "lvs1")).containsExactly("update file:/etc/frr/frr.conf", "restart service:frr.service");
        assertThat(hosts(plan)).containsExactly(List.of("lvs1"), List.of("lvs2"), List.of("lvs3"));
        assertThat(proofOf(plan, "lvs1").required()).isTrue();
        assertThat(proofOf(plan, "lvs1").vips()).containsExactly(vip);
        assertThat(proofOf(plan, "lvs2").vips()).isEmpty();
    }

    @Test
    void shouldNotChangeTheLastOneThatWorks() {
        cluster.apply(TOPOLOGY);
        cluster.silence("lvs2");
        cluster.silence("lvs3");

        assertThat(cluster.plan(TOPOLOGY.replace("65000", "65009")).refusals())
                .anySatisfy(refusal -> assertThat(refusal.reason())
                        .isEqualTo("it is the only director of `directors` that works: nobody could take over while it"
                                + " changes"));
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        Proof proof = new Proof.Announces(
                "lvs1",
                List.of(InetAddress.getByName("192.168.100.2"), InetAddress.getByName("2001:db8::1")),
                List.of(InetAddress.getByName("203.0.113.10")),
                true);
        assertThat(proof.missing(Map.of("lvs1", "192.168.100.2 Established\n2001:db8::1 Established\n203.0.113.10 lo")))
                .isEmpty();
        assertThat(proof.missing(Map.of("lvs1", "192.168.100.2 Active\n2001:db8::1")))
                .contains("lvs1: the BGP session with 192.168.100.2 is Active; the BGP session with 2001:db8::1 is"
                        + " unknown; 203.0.113.10 is not on lo");
    }

    @Test
    void shouldStopAnnouncingBeforeTheAgentWhenAllIsDestroyed() {
        cluster.apply(TOPOLOGY);

        assertThat(steps(cluster.planOfDestroying(TOPOLOGY, PlanOptions.DEFAULT), "lvs1"))
                .containsSubsequence(
                        "remove service:aloft-announce.service",
                        "remove service:aloftd.service",
                        "remove service:frr.service",
                        "remove file:/etc/frr/frr.conf",
                        "remove package:frr");
    }
}
