package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.plan.show.PlanJson;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts from the first host to the last, on simulated hosts: order, safety, what the plan says, and that nothing is left. */
class RolloutTest {
    private static final String DIRECTORS = """
            instances:
              VI_1:
                virtual_router_id: 10
                interface: ens33
                members: {lvs1: 100, lvs2: 90}
                vips: [192.168.100.10]
                authentication: {type: PASS, password: abc123}
            """;

    private static final String SERVICES = """
            services:
              web:
                vip: 192.168.100.10
                port: 80
                forward: dr
                real_servers: {web1: 1, web2: 1}
                check: {tcp: {connect_timeout: 3s, retries: 3, delay_before_retry: 1s, delay: 3s}}
            """;

    private static final String NGINX = """
            hosts:
              web1:
                packages: [nginx-light]
                files:
                  /etc/nginx/nginx.conf: {content: "ours"}
                services: [nginx]
            """;

    private static final String TOPOLOGY = DIRECTORS + SERVICES;

    @TempDir
    private Path folder;

    private SimulatedCluster cluster;

    @BeforeEach
    void build() {
        cluster = new SimulatedCluster(folder);
    }

    private static List<String> steps(Plan plan, String host) {
        return plan.waves().stream()
                .flatMap(wave -> wave.batches().stream())
                .filter(batch -> batch.host().equals(host))
                .flatMap(batch -> batch.steps().stream())
                .map(step -> step.change().verb() + " " + step.resource())
                .toList();
    }

    private static List<List<String>> hosts(Plan plan) {
        return plan.waves().stream()
                .map(wave -> wave.batches().stream()
                        .filter(batch -> batch.part() != Part.RECORD)
                        .map(Batch::host)
                        .toList())
                .filter(wave -> !wave.isEmpty())
                .toList();
    }

    private static List<List<Part>> parts(Plan plan) {
        return plan.waves().stream()
                .map(wave -> wave.batches().stream().map(Batch::part).distinct().toList())
                .toList();
    }

    private void assertNothingLeft(String topology) {
        Plan again = cluster.plan(topology);
        assertThat(again.hasChanges())
                .as(PlanText.render(again, ShowOptions.PLAIN))
                .isFalse();
        assertThat(again.refusals()).isEmpty();
    }

    // ---- bringing up

    @Test
    void shouldSilenceArpBeforeTheVipComesToLo() {
        assertThat(steps(cluster.plan(TOPOLOGY), "web1"))
                .containsExactly(
                        "set sysctl:net.ipv4.conf.all.arp_ignore",
                        "set sysctl:net.ipv4.conf.all.arp_announce",
                        "set sysctl:net.ipv4.conf.lo.arp_ignore",
                        "set sysctl:net.ipv4.conf.lo.arp_announce",
                        "add address:192.168.100.10/32@lo",
                        "create file:/etc/systemd/system/aloft-vips.service",
                        "create file:/etc/sysctl.d/99-zz-aloft.conf",
                        "start service:aloft-vips.service");
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
    void shouldHandOverAndBackWhenTheAgentChanges() {
        cluster.apply(TOPOLOGY);
        cluster.bundle = SimulatedCluster.bundle("ba9876543210");
        cluster.holders.clear();

        Plan plan = cluster.apply(TOPOLOGY);

        assertThat(hosts(plan)).containsExactly(List.of("lvs2"), List.of("lvs1"));
        assertThat(plan.impact().vips().get(0).holders()).containsExactly("lvs1", "lvs2", "lvs1");
        assertThat(plan.impact().vips().get(0).longestGap()).isEqualTo(Duration.ofNanos(648_437_500));
        assertThat(cluster.holders).containsExactly("lvs1", "lvs2", "lvs1");
        assertThat(cluster.faults).isEmpty();
        assertNothingLeft(TOPOLOGY);
    }

    // ---- row 1

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

    // ---- row 2

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

    // ---- row 3

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

    // ---- row 4

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

    // ---- row 5

    @Test
    void shouldNeverHaveTwoHoldersNorNoneWhilePeersChangeWhatTheyShare() {
        for (String change : List.of(
                "password: abc123 -> password: xyz789",
                "    authentication: {type: PASS, password: abc123}\n -> ",
                "virtual_router_id: 10 -> virtual_router_id: 11",
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
    void shouldSayHowLongKeepalivedWillBeWithoutTheVip() {
        String keepalived = "agent: keepalived\n" + TOPOLOGY;
        cluster.apply(keepalived);

        Plan plan = cluster.plan(keepalived.replace("virtual_router_id: 10", "virtual_router_id: 11"));

        assertThat(plan.impact().vips().get(0).longestGap()).isEqualTo(Duration.ofNanos(3_609_375_000L));
        assertThat(PlanText.render(plan, ShowOptions.PLAIN)).contains("longest gap 3.6 s");
        assertThat(plan.impact().vips().get(0).reasoning()).contains("keepalived on lvs1 gives the VIP up");
    }

    // ---- row 6

    @Test
    void shouldLookAtAHolderForLongerThanATakeoverTakes() {
        Plan plan = cluster.plan(TOPOLOGY);

        assertThat(plan.waves().get(2).proofs())
                .filteredOn(proof -> proof instanceof Proof.OneHolder)
                .singleElement()
                .satisfies(proof -> assertThat(proof.holdsFor()).isGreaterThan(Duration.ofMillis(3_648)));
    }

    // ---- row 7

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
        assertThat(active.impact().vips().get(0).holders()).containsExactly("lvs1", "lvs2", "lvs1");
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

    // ---- row 8

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

    // ---- row 9

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

        cluster.apply(TOPOLOGY.replace("{lvs1: 100, lvs2: 90}", "{lvs3: 100, lvs4: 90}"));

        assertThat(cluster.host("lvs1").units.get("keepalived.service")).isEqualTo(new SimulatedHost.Unit(true, true));
        assertThat(cluster.host("lvs1").active("aloftd.service")).isFalse();
    }

    // ---- row 10

    @Test
    void shouldHideThePasswordThatGoesAsWellAsTheOneThatComes() {
        cluster.apply(TOPOLOGY);
        for (String other : List.of(
                TOPOLOGY.replace("    authentication: {type: PASS, password: abc123}\n", ""),
                TOPOLOGY.replace("password: abc123", "password: xyz789"))) {
            Plan plan = cluster.plan(other);
            assertThat(PlanText.render(plan, ShowOptions.PLAIN) + PlanJson.write(plan) + plan)
                    .contains("********")
                    .doesNotContain("abc123", "xyz789", "sha256");
        }
    }

    // ---- row 11

    @Test
    void shouldRefuseAProcessorThatTheBundleIsNotFor() {
        cluster.host("lvs1").architecture = "aarch64";

        Plan plan = cluster.plan(TOPOLOGY);

        assertThat(plan.refusals()).singleElement().satisfies(refusal -> assertThat(refusal.reason())
                .isEqualTo("its processor is aarch64, and this copy of aloftd is for x86_64"));
        assertThat(plan.changedHosts()).doesNotContain("lvs1");
    }

    // ---- row 17

    @Test
    void shouldRollARestartThroughRealServersOneFirst() {
        String four = TOPOLOGY.replace("{web1: 1, web2: 1}", "{web1: 1, web2: 1, web3: 1, web4: 1}");
        String unit =
                "hosts:\n  web:\n    files:\n      /etc/systemd/system/app.service: {content: \"%s\"}\n    services: [app]\n";
        cluster.apply(four + unit.formatted("one"));

        Plan plan = cluster.plan(four + unit.formatted("two"));

        assertThat(hosts(plan)).containsExactly(List.of("web1"), List.of("web2"), List.of("web3"), List.of("web4"));
        assertThat(plan.impact().services())
                .containsExactly(new Impact.ServiceImpact(
                        "app.service",
                        "restarts",
                        List.of(List.of("web1"), List.of("web2"), List.of("web3"), List.of("web4"))));
        assertThat(PlanText.render(plan, ShowOptions.PLAIN))
                .contains("app.service restarts on web1, then web2, then web3, then web4");
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

    // ---- row 21

    @Test
    void shouldDemandOfARealServerOnlyWhatItDidBefore() {
        assertThat(cluster.plan(TOPOLOGY).waves().get(0).proofs()).isEmpty();
        cluster.host("web1").listening.add("00000000:0050");
        assertThat(cluster.plan(TOPOLOGY).waves().get(0).proofs())
                .extracting(Proof::text)
                .containsExactly("web1 listens on 192.168.100.201:80");
    }

    // ---- row 28

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

    // ---- row 32

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
}
