package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.aloft.plan.HostPlan;
import org.aloft.plan.HostRole;
import org.aloft.plan.Impact;
import org.aloft.plan.Plan;
import org.aloft.plan.Step;
import org.aloft.plan.StepKind;
import org.aloft.plan.Wave;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.facts.UnreachableHost;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Templates;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Verification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hosts, each an sshd with its own /run, /srv and /var/lib. */
@Timeout(120)
class RolloutIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PRIVATE_FOLDERS =
            "set -e; for each in /run /srv /var/lib; do mount -t tmpfs tmpfs $each; done;"
                    + " mkdir -p /run/sshd; exec \"$@\"";
    private static final RunIdentity IDENTITY =
            new RunIdentity("ann", "desk", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final AgentBundle BUNDLE =
            new AgentBundle("0123456789ab", "0".repeat(64), 1, Path.of("never-sent.tar.gz"));

    private final List<Sshd> servers = new ArrayList<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<RolloutEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Fleet fleet;

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
        fleet = new Fleet(new Connector(new Random(1), servers.get(0).folder(), Optional.empty())::connect, 4, LONG);
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

        Map<String, HostState> states =
                new Prober(fleet, topology, BUNDLE, Templates.builtIn()).probe(hosts.values(), told::add);

        assertThat(states.keySet()).containsExactly("web1", "web2", "gone");
        assertThat(((HostFacts) states.get("web1")).files().get("/srv/page"))
                .isInstanceOfSatisfying(FileFact.Present.class, file -> assertThat(file.content())
                        .contains("mine\n"));
        assertThat(((HostFacts) states.get("web2")).files()).containsEntry("/srv/page", new FileFact.Absent());
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

        List<RolloutEvent> failures = new Rollout(fleet, topology(Map.of()), events::add).run(plan, IDENTITY);

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

        List<RolloutEvent> failures = new Rollout(fleet, topology(Map.of()), events::add).run(plan, IDENTITY);

        assertThat(names()).containsExactly("WaveStarted", "StepStarted", "HostFailed");
        assertThat(failures).singleElement().isInstanceOfSatisfying(RolloutEvent.HostFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(RolloutEvent.FailureKind.STEP);
            assertThat(failed.at()).isEqualTo("/srv/a/in-a-file: new");
            assertThat(failed.reason()).contains("/srv/a");
        });
        assertThat(on("web2", "ls /srv")).isEmpty();
    }

    @Test
    void shouldSayWhoIsChangingAHostAlready() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        Host sameHost = new Host("another-run", "127.0.0.1", hosts.get("web1").connection(), Map.of());
        Connection other = fleet.connection(sameHost);
        Thread holder = new Thread(() -> {
            try {
                other.run(
                        "exec 9>>/run/aloft.lock; flock 9; printf 'bob@there\\nnoon\\n' >/run/aloft.lock; echo held; sleep 1000",
                        LONG,
                        line -> held.countDown());
            } catch (SshException closed) {
                return;
            }
        });
        holder.setDaemon(true);
        holder.start();
        assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
        Plan plan = plan(write("web1", "/srv/a", "one\n"));

        List<RolloutEvent> failures = new Rollout(fleet, topology(Map.of()), events::add).run(plan, IDENTITY);

        assertThat(failures).singleElement().isInstanceOfSatisfying(RolloutEvent.HostFailed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(RolloutEvent.FailureKind.LOCKED);
            assertThat(failed.reason()).isEqualTo("another run is changing it: bob@there, since noon");
        });
        assertThat(on("web1", "ls /srv")).isEmpty();
    }

    private List<String> names() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private String on(String host, String script) throws SshException {
        return fleet.connection(hosts.get(host)).run(script, LONG).output();
    }

    private static HostPlan write(String host, String path, String content) {
        FileResource file = FileResource.of(path, content, 0644, "for the test");
        Step step = new Step(1, StepKind.CREATE, file, path + ": new", "for the test", Optional.empty());
        Manifest wanted = new Manifest(Map.of(file.id(), file.sha256()));
        return new HostPlan(host, HostRole.OTHER, List.of(step), List.of(), Manifest.EMPTY, wanted);
    }

    /** A wave for each host. */
    private static Plan plan(HostPlan... hosts) {
        List<Wave> waves = new ArrayList<>();
        for (HostPlan host : hosts) {
            waves.add(new Wave(waves.size() + 1, "others", List.of(host.host()), List.of()));
        }
        return new Plan(new Impact(List.of()), waves, List.of(hosts), List.of(), List.of());
    }

    private Topology topology(Map<String, HostSettings.FileContent> files) {
        Map<String, HostSettings> settings = hosts.keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> new HostSettings(List.of(), files, List.of(), Map.of())));
        Verification verification = new Verification(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                Duration.ofSeconds(12));
        return new Topology(hosts, AgentKind.ALOFTD, List.of(), List.of(), settings, verification);
    }
}
