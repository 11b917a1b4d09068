package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.Test;

/** What leaves the topology leaves the hosts: in which order, what comes back, and who is found. */
class LeavingTest extends OnSimulatedHosts {
    @Test
    void shouldGiveBackAFileOfSomebodyElseAndLetItsServiceRunOn() {
        cluster.apply(TOPOLOGY);
        SimulatedHost web1 = cluster.host("web1");
        web1.packages.add("nginx-light");
        web1.files.put("/etc/nginx/nginx.conf", new SimulatedHost.File("theirs", 0640, "root:adm"));
        web1.runs("nginx.service");
        Plan adopting = cluster.apply(TOPOLOGY + NGINX);
        assertThat(steps(adopting, "web1"))
                .containsExactly("adopt file:/etc/nginx/nginx.conf", "reload service:nginx.service");
        assertNothingLeft(TOPOLOGY + NGINX);
        web1.log.clear();

        Plan leaving = cluster.apply(TOPOLOGY);

        assertThat(steps(leaving, "web1"))
                .containsExactly("restore file:/etc/nginx/nginx.conf", "reload service:nginx.service");
        assertThat(web1.files.get("/etc/nginx/nginx.conf"))
                .isEqualTo(new SimulatedHost.File("theirs", 0640, "root:adm"));
        assertThat(web1.log).containsExactly("reload nginx.service");
        assertThat(web1.packages).contains("nginx-light");
        assertThat(web1.units.get("nginx.service")).isEqualTo(new SimulatedHost.Unit(true, true));
        assertNothingLeft(TOPOLOGY);
    }

    @Test
    void shouldTakeAwayWhatOnlyAloftBrought() {
        cluster.apply(TOPOLOGY + NGINX);
        cluster.apply(TOPOLOGY);

        SimulatedHost web1 = cluster.host("web1");
        assertThat(web1.packages).isEmpty();
        assertThat(web1.files).doesNotContainKey("/etc/nginx/nginx.conf");
        assertThat(web1.active("nginx.service")).isFalse();
    }

    @Test
    void shouldDropARealServerEverywhereBeforeItsVipGoes() {
        cluster.apply(TOPOLOGY);
        String smaller = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}")
                + "hosts:\n  web2:\n    sysctls: {vm.swappiness: 1}\n";

        Plan plan = cluster.plan(smaller);

        assertThat(hosts(plan)).containsExactly(List.of("web2"), List.of("lvs2"), List.of("lvs1"), List.of("web2"));
        assertThat(parts(plan))
                .containsExactly(
                        List.of(Part.CHANGE), List.of(Part.CHANGE), List.of(Part.CHANGE), List.of(Part.CLEAN_UP));
        assertThat(steps(plan, "lvs1"))
                .startsWith("drain file:/etc/aloft/aloftd.conf")
                .endsWith("reload service:aloftd.service");
        assertThat(steps(plan, "lvs2")).noneMatch(step -> step.startsWith("drain"));
        List<String> web2 = steps(plan, "web2");
        assertThat(web2.indexOf("remove address:192.168.100.10/32@lo"))
                .isLessThan(web2.indexOf("restore sysctl:net.ipv4.conf.all.arp_ignore"));
        cluster.apply(plan);
        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(smaller);
    }

    @Test
    void shouldDrainAllThatLeaveInOneOrder() {
        String four = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1, web2: 1, web3: 1, web4: 1}");
        cluster.apply(four);

        Plan plan = cluster.plan(TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1, web3: 1}"));

        assertThat(calls(plan, "lvs1"))
                .filteredOn(call -> call.startsWith("drain"))
                .containsExactly("drain_servers 30 192.168.100.202:80 192.168.100.204:80");
        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains("192.168.100.202:80, 192.168.100.204:80: no new connections, and up to 30 s");
    }

    @Test
    void shouldProveNewDirectorsBeforeTheOldOnesLeave() {
        cluster.apply(TOPOLOGY);
        cluster.holders.clear();
        String replaced = TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs3: 100, lvs4: 90}")
                + "hosts:\n  lvs1:\n    sysctls: {vm.swappiness: 1}\n  lvs2:\n    sysctls: {vm.swappiness: 1}\n";

        Plan plan = cluster.plan(replaced);

        assertThat(hosts(plan)).containsExactly(List.of("lvs4"), List.of("lvs3"), List.of("lvs2"), List.of("lvs1"));
        assertThat(plan.impact().vips().get(0).holders()).containsExactly("lvs1", "lvs3");
        assertThat(plan.waves().get(1).proofs())
                .anySatisfy(proof -> assertThat(proof.text()).startsWith("aloftd.service runs on lvs3"))
                .anySatisfy(proof -> assertThat(proof.hosts()).containsExactly("lvs3", "lvs4", "lvs1", "lvs2"));
        cluster.apply(plan);
        assertThat(cluster.faults).isEmpty();
        assertThat(cluster.holders).containsExactly("lvs1", "lvs3");
        assertNothingLeft(replaced);
    }

    /** One of the new directors is a real server of the old ones, and so can be changed only when these have left. */
    @Test
    void shouldMakeADirectorOfARealServerWhileTheOldPairLeaves() {
        cluster.apply(TOPOLOGY);
        String replaced = TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{web2: 100, lvs3: 90}")
                .replace("{web1: 1, web2: 1}", "{web1: 1}");

        Plan plan = cluster.plan(replaced);
        cluster.apply(plan);

        assertThat(hosts(plan)).containsExactly(List.of("lvs3"), List.of("lvs2"), List.of("lvs1"), List.of("web2"));

        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(replaced);
    }

    @Test
    void shouldCleanAHostThatTheTopologyNamesNoMore() {
        cluster.apply(TOPOLOGY);
        String replaced = TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs1: 100, lvs3: 90}")
                .replace("{web1: 1, web2: 1}", "{web1: 1}");

        Plan plan = cluster.plan(replaced);
        assertThat(plan.changedHosts()).contains("lvs2", "web2");
        cluster.apply(plan);

        assertThat(cluster.faults).isEmpty();
        assertThat(cluster.host("lvs2").manifest.entries()).isEmpty();
        assertThat(cluster.host("web2").manifest.entries()).isEmpty();
        assertThat(cluster.host("web2").addresses).noneMatch(held -> held.host().equals("192.168.100.10"));
        assertNothingLeft(replaced);
        assertThat(cluster.host("lvs1").manifest.members()).containsExactlyInAnyOrder("lvs1", "lvs3", "web1");
    }

    @Test
    void shouldSayThatAHostWhichLeftCannotBeReached() {
        cluster.apply(TOPOLOGY);
        cluster.silence("web2");

        Plan plan = cluster.plan(TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}"));

        assertThat(plan.unreachable()).extracting("host").containsExactly("web2");
        cluster.apply(plan);
        assertThat(cluster.host("lvs1").manifest.members())
                .as("it is still to be cleaned")
                .contains("web2");
    }

    @Test
    void shouldForgetAHostThatIsGoneForGood() {
        cluster.apply(TOPOLOGY);
        cluster.silence("web2");
        String smaller = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}");

        cluster.apply(cluster.plan(smaller, new PlanOptions(Set.of(), false, Set.of("web2"))));

        assertThat(cluster.host("lvs1").manifest.members()).doesNotContain("web2");
        assertThat(cluster.plan(smaller).unreachable()).isEmpty();
        assertNothingLeft(smaller);
    }

    @Test
    void shouldKeepAndNameWhatALaterVersionPutThere() {
        cluster.apply(TOPOLOGY);
        SimulatedHost web1 = cluster.host("web1");
        web1.manifest = org.aloft.plan.host.Manifest.read(web1.manifest.text() + "hologram\tblue\twas=red\n");

        Plan plan = cluster.plan(TOPOLOGY.replace("port: 80", "port: 81"));
        cluster.apply(plan);

        assertThat(PlanText.render(plan, ShowOptions.PLAIN)).contains("hologram:blue");
        assertThat(web1.manifest.text()).contains("hologram\tblue\twas=red");
    }

    @Test
    void shouldTellOfAHostThatLeftOnlyThoseWhoKeepItsName() {
        cluster.apply(TOPOLOGY);

        Plan plan = cluster.plan(TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1}"));

        assertThat(steps(plan, "web1")).isEmpty();
    }

    @Test
    void shouldLetOneBalancerServeUntilTheOtherDoes() {
        String proxied = TOPOLOGY.replace("forward: dr", "forward: proxy");
        cluster.apply(TOPOLOGY);

        Plan toProxy = cluster.apply(proxied);

        assertThat(steps(toProxy, "lvs1"))
                .noneMatch(step -> step.startsWith("drain"))
                .containsSubsequence(
                        "start service:haproxy.service",
                        "reload service:aloftd.service",
                        "restore sysctl:net.ipv4.ip_forward");
        assertNothingLeft(proxied);
        Plan back = cluster.apply(TOPOLOGY);
        assertThat(steps(back, "lvs1"))
                .containsSubsequence(
                        "set sysctl:net.ipv4.ip_forward",
                        "reload service:aloftd.service",
                        "remove service:haproxy.service",
                        "remove package:haproxy")
                .contains("remove package:socat");
        assertNothingLeft(TOPOLOGY);
        assertThat(cluster.faults).isEmpty();
    }

    @Test
    void shouldNotBringBackAnAgentThatItHadPutThereItself() {
        cluster.apply("agent: keepalived\n" + TOPOLOGY);
        cluster.apply(TOPOLOGY);
        SimulatedHost lvs1 = cluster.host("lvs1");
        assertThat(lvs1.packages).isEmpty();
        assertThat(cluster.faults).isEmpty();
        lvs1.log.clear();

        Plan destroyed = cluster.planOfDestroying(TOPOLOGY, PlanOptions.DEFAULT);
        cluster.apply(destroyed);

        assertThat(lvs1.log).doesNotContain("stop keepalived.service", "start keepalived.service");
    }
}
