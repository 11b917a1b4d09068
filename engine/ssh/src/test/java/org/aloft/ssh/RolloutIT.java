package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.HostState;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.UnreachableHost;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.HostPlan;
import org.aloft.plan.rollout.HostRole;
import org.aloft.plan.rollout.Impact;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.Proof;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts, each an sshd with its own /run, /srv and /var/lib. */
@Timeout(120)
class RolloutIT {
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PRIVATE_FOLDERS =
            "set -e; for each in /run /srv /var/lib; do mount -t tmpfs tmpfs $each; done;"
                    + " mkdir -p /run/sshd; exec \"$@\"";
    private static final RunIdentity IDENTITY =
            new RunIdentity("ann", "desk", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final AgentBundle BUNDLE =
            new AgentBundle("0123456789ab", "0".repeat(64), 1, "x86_64", Path.of("never-sent.tar.gz"));

    private final List<Sshd> servers = new ArrayList<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<RolloutEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Fleet fleet;
    private Connector connector;

    @BeforeEach
    void start() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            throw new AssertionError("these tests need root for mount namespaces: run them with sudo"
                    + " (or skip them with -DskipITs)");
        }
        for (String name : List.of("web1", "web2")) {
            Sshd server = Sshd.start(List.of("unshare", "-m", "sh", "-c", PRIVATE_FOLDERS, "sh"));
            servers.add(server);
            Host host = server.host();
            hosts.put(name, new Host(name, host.address(), host.connection(), Map.of()));
        }
        connector = new Connector(new Random(1), servers.get(0).folder(), Optional.empty());
        fleet = new Fleet(connector::connect, 4, LONG);
    }

    @AfterEach
    void stop() throws Exception {
        // sshd first: it takes along what its sessions still run.
        for (Sshd server : servers) {
            server.close();
        }
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void shouldTellWhatStandsOnEachHostAndWhyOneDoesNotAnswer() throws Exception {
        Host web1 = hosts.get("web1");
        hosts.put("gone", new Host("gone", "no-such-host.invalid", web1.connection(), Map.of()));
        fleet.connection(web1).run("echo mine >/srv/page", LONG);
        Topology topology = topology(Map.of(
                "/srv/page",
                new HostSettings.FileContent(org.aloft.topology.model.MaskedText.plain("wanted\n"), 0644)));
        List<HostState> told = Collections.synchronizedList(new ArrayList<>());

        Wanted wanted = Wanted.of(topology, BUNDLE, Templates.builtIn());
        Map<String, HostState> states = new Prober(fleet, wanted).probe(hosts.values(), told::add);

        assertThat(states.keySet()).containsExactly("web1", "web2", "gone");
        assertThat(((HostFacts) states.get("web1"))
                        .answer(FileResource.idOf("/srv/page"))
                        .get("content"))
                .isEqualTo("mine\n");
        assertThat(((HostFacts) states.get("web2"))
                        .answer(FileResource.idOf("/srv/page"))
                        .get("state"))
                .isEqualTo("absent");
        assertThat(states.get("gone"))
                .isEqualTo(new UnreachableHost(
                        "gone",
                        "the name no-such-host.invalid does not resolve",
                        "correct ansible_host of gone, or the name service"));
        assertThat(told).containsExactlyInAnyOrderElementsOf(states.values());
    }

    @Test
    void shouldChangeHostsWaveByWaveAndTellEachStep() throws Exception {
        Plan plan = plan(write("web1", "/srv/a", "it's $(one)\n"), write("web2", "/srv/b/c", "two\n"));

        List<RolloutEvent.Stop> failures = rollout().run(plan, IDENTITY);

        assertThat(failures).isEmpty();
        assertThat(names())
                .containsExactly(
                        "WaveStarted",
                        "StepStarted",
                        "StepDone",
                        "HostFinished",
                        "WaveStarted",
                        "StepStarted",
                        "StepDone",
                        "HostFinished");
        assertThat(on("web1", "cat /srv/a")).isEqualTo("it's $(one)\n");
        assertThat(on("web2", "cat /srv/b/c")).isEqualTo("two\n");
    }

    @Test
    void shouldNotBeginTheNextWaveWhenAStepFails() throws Exception {
        on("web1", "echo >/srv/a");
        Plan plan = plan(write("web1", "/srv/a/in-a-file", "one\n"), write("web2", "/srv/b", "two\n"));

        List<RolloutEvent.Stop> failures = rollout().run(plan, IDENTITY);

        assertThat(names()).containsExactly("WaveStarted", "StepStarted", "HostFailed");
        assertThat(failures).singleElement().isInstanceOfSatisfying(RolloutEvent.HostFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(RolloutEvent.StopKind.STEP);
            assertThat(failed.during()).isEqualTo("/srv/a/in-a-file: new");
            assertThat(failed.said()).contains("/srv/a");
        });
        assertThat(on("web2", "ls /srv")).isEmpty();
    }

    @Test
    void shouldSayWhoIsChangingAHostAlready() throws Exception {
        RunIdentity bob = new RunIdentity("bob", "there", "run2", Instant.parse("2026-01-02T03:00:00Z"));
        Lease.Taking other = Lease.take(fleet, List.of(hosts.get("web2")), bob, host -> Optional.of("-"));
        assertThat(other.refused()).isEmpty();
        Plan plan = plan(write("web1", "/srv/a", "one\n"), write("web2", "/srv/b", "two\n"));

        List<RolloutEvent.Stop> failures = rollout().run(plan, IDENTITY);

        assertThat(failures).singleElement().isInstanceOfSatisfying(RolloutEvent.HostFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(RolloutEvent.StopKind.LOCKED);
            assertThat(failed.host()).isEqualTo("web2");
            assertThat(failed.said()).isEqualTo("another run is changing web2: bob@there, since 2026-01-02T03:00:00Z");
        });
        assertThat(on("web1", "ls /srv")).as("not even where it could").isEmpty();
        assertThat(on("web1", "ls -d /run/aloft.lease || :"))
                .as("a lease on all hosts or on none")
                .isEmpty();

        other.lease().orElseThrow().close();
        assertThat(rollout().run(plan, IDENTITY)).isEmpty();
        assertThat(on("web1", "ls -d /run/aloft.lease || :"))
                .as("ended with the run")
                .isEmpty();
    }

    /** As two people would: of two runs at once, one changes both hosts, the other none. */
    @Test
    void shouldLetOnlyOneOfTwoRunsAtOnceChangeAnything() throws Exception {
        RunIdentity bob = new RunIdentity("bob", "there", "run2", Instant.parse("2026-01-02T03:00:00Z"));
        Plan anns = plan(write("web1", "/srv/a", "ann"), write("web2", "/srv/a", "ann"));
        Plan bobs = plan(write("web2", "/srv/a", "bob"), write("web1", "/srv/a", "bob"));
        List<List<RolloutEvent.Stop>> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> runs = new ArrayList<>();
        try (Fleet second = new Fleet(connector::connect, 4, LONG)) {
            runs.add(new Thread(() -> results.add(quietly(rollout(), anns, IDENTITY))));
            runs.add(new Thread(
                    () -> results.add(quietly(new Rollout(second, WITHIN, hosts::get, event -> {}), bobs, bob))));
            runs.forEach(Thread::start);
            for (Thread run : runs) {
                run.join();
            }
        }

        assertThat(on("web1", "cat /srv/a 2>/dev/null || :")).isEqualTo(on("web2", "cat /srv/a 2>/dev/null || :"));
        assertThat(results).anySatisfy(failures -> assertThat(failures).isNotEmpty());
    }

    private static List<RolloutEvent.Stop> quietly(Rollout rollout, Plan plan, RunIdentity identity) {
        try {
            return rollout.run(plan, identity);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldRefuseAHostThatSomebodyChangedSinceThePlan() throws Exception {
        Plan plan = plan(write("web1", "/srv/a", "one\n"));
        on("web1", "mkdir -p /var/lib/aloft; printf 'aloft-manifest 2\n' >/var/lib/aloft/manifest");

        List<RolloutEvent.Stop> failures = rollout().run(plan, IDENTITY);

        assertThat(failures).singleElement().isInstanceOfSatisfying(RolloutEvent.HostFailed.class, failed -> assertThat(
                        failed.kind())
                .isEqualTo(RolloutEvent.StopKind.STALE));
        assertThat(on("web1", "ls /srv")).isEmpty();
    }

    @Test
    void shouldStopAtItsNextScriptWhenSomebodyBreaksItsLease() throws Exception {
        RunIdentity bob = new RunIdentity("bob", "there", "run2", Instant.parse("2026-01-02T03:00:00Z"));
        LeaseBreaker breaker = new LeaseBreaker(fleet, bob);
        List<Host> web2 = List.of(hosts.get("web2"));
        Plan plan = plan(write("web1", "/srv/a", "one\n"), write("web2", "/srv/b", "two\n"));
        Rollout broken = new Rollout(fleet, WITHIN, hosts::get, event -> {
            events.add(event);
            if (event instanceof RolloutEvent.HostFinished) {
                breakAll(breaker, web2);
            }
        });

        List<RolloutEvent.Stop> failures = broken.run(plan, IDENTITY);

        assertThat(failures).singleElement().isInstanceOfSatisfying(RolloutEvent.HostFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(RolloutEvent.StopKind.LOCKED);
            assertThat(failed.host()).isEqualTo("web2");
            assertThat(failed.said()).startsWith("bob@there has broken this run's lease at 2026-");
        });
        assertThat(on("web1", "cat /srv/a")).isEqualTo("one\n");
        assertThat(on("web2", "ls /srv")).isEmpty();
        assertThat(breaker.look(web2).get("web2")).isEqualTo(new Fleet.Outcome.Done<>(new LeaseBreaker.Free()));
    }

    /** Breaks what is held there, as somebody who has looked does. */
    private static void breakAll(LeaseBreaker breaker, List<Host> hosts) {
        try {
            Map<String, LeaseBreaker.Held> seen = new LinkedHashMap<>();
            breaker.look(hosts).forEach((host, outcome) -> {
                LeaseBreaker.Answer answer = ((Fleet.Outcome.Done<LeaseBreaker.Answer>) outcome).value();
                assertThat(answer).isInstanceOfSatisfying(LeaseBreaker.Held.class, held -> {
                    assertThat(held.who()).isEqualTo("ann@desk");
                    seen.put(host, held);
                });
            });
            breaker.breakAll(hosts, seen);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- proofs

    @Test
    void shouldSeeAListenerFromTheHostItself() throws Exception {
        int port = hosts.get("web1").connection().port();
        InetAddress here = InetAddress.getLoopbackAddress();
        Proof listens = new Proof.Listens("web1", here, new TreeSet<>(List.of(port)), true);
        Proof hoped = new Proof.Listens("web2", here, new TreeSet<>(List.of(9)), false);
        Plan plan = plan(List.of(listens, hoped), write("web1", "/srv/a", "one\n"));

        assertThat(rollout().run(plan, IDENTITY)).isEmpty();
        assertThat(names()).contains("ProofHeld", "ProofOpen");
    }

    /** Both hosts of this test share one network, so each of them carries its addresses. */
    @Test
    void shouldNameTwoHoldersAndTheirInterfaces() throws Exception {
        Plan plan = plan(List.of(oneHolder(List.of("web1", "web2"))), write("web1", "/srv/a", "one\n"));

        List<RolloutEvent.Stop> stops = rollout().run(plan, IDENTITY);

        assertThat(stops)
                .extracting(RolloutEvent.Stop::kind)
                .containsExactly(RolloutEvent.StopKind.PROOF, RolloutEvent.StopKind.REVERTED);
        assertThat(stops.get(0).said()).isEqualTo("127.0.0.1 is held by web1 (on lo) and by web2 (on lo)");
        assertThat(on("web1", "ls /srv")).as("undone").isEmpty();
    }

    @Test
    void shouldNotBelieveTheFirstLookAtAHolder() throws Exception {
        Proof proof = oneHolder(List.of("web1"));
        Plan plan = plan(List.of(proof), write("web1", "/srv/a", "one\n"));
        long before = System.nanoTime();

        assertThat(rollout().run(plan, IDENTITY)).isEmpty();

        assertThat(System.nanoTime() - before)
                .isGreaterThanOrEqualTo(proof.holdsFor().toNanos());
    }

    private static Proof oneHolder(List<String> hosts) {
        return new Proof.OneHolder(new IpPrefix(InetAddress.getLoopbackAddress(), 32), hosts, Duration.ofSeconds(2));
    }

    private Rollout rollout() {
        return new Rollout(fleet, WITHIN, hosts::get, events::add);
    }

    private List<String> names() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private String on(String host, String script) throws SshException {
        return fleet.connection(hosts.get(host)).run(script, LONG).output();
    }

    private static Batch write(String host, String path, String content) {
        Change change = Change.of(Action.CREATE, "create", path + ": new", Call.of("put_file", path, "0644", content));
        Step step = new Step(1, FileResource.idOf(path), "for the test", change);
        return new Batch(host, Batch.Part.CHANGE, List.of(step), Manifest.EMPTY, Manifest.EMPTY);
    }

    private static Plan plan(Batch... batches) {
        return plan(List.of(), batches);
    }

    /** A wave for each host; after each the proofs. */
    private static Plan plan(List<Proof> proofs, Batch... batches) {
        List<Wave> waves = new ArrayList<>();
        List<HostPlan> hostPlans = new ArrayList<>();
        for (Batch batch : batches) {
            waves.add(new Wave(waves.size() + 1, "others", List.of(batch), proofs));
            hostPlans.add(new HostPlan(batch.host(), HostRole.OTHER, List.of(), List.of(), "-"));
        }
        return new Plan(new Impact(List.of(), List.of()), waves, hostPlans, List.of(), List.of());
    }

    private Topology topology(Map<String, HostSettings.FileContent> files) {
        Map<String, HostSettings> settings = hosts.keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> new HostSettings(List.of(), files, List.of(), Map.of(), List.of())));
        Verification verification = new Verification(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(12));
        return new Topology(hosts, AgentKind.ALOFTD, List.of(), List.of(), settings, verification);
    }
}
