package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.aloft.lab.Packages;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.resource.Action;
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
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One host, an sshd with its own /run, /srv and /var/lib, that undoes what nobody confirms. */
@Timeout(120)
class UndoIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    /** For hosts that shall undo by themselves. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** For hosts that shall be confirmed, however slow this machine is. */
    private static final Duration LATER = Duration.ofMinutes(2);

    private static final String PRIVATE_FOLDERS =
            "set -e; for each in /run /srv /var/lib; do mount -t tmpfs tmpfs $each; done;"
                    + " mkdir -p /run/sshd; echo theirs >/srv/page; chmod 640 /srv/page; exec \"$@\"";
    private static final String STATE =
            "find /srv /var/lib/aloft 2>/dev/null | sort | while read -r each; do stat -c '%n %a %F' $each; done;"
                    + " cat /srv/page; [ ! -e /var/lib/aloft/undo ]";
    private static final String SETTLED =
            "i=0; while [ -e /var/lib/aloft/undo ] && [ $i -lt 300 ]; do i=$((i + 1)); sleep 0.1; done";
    private static final RunIdentity ANN =
            new RunIdentity("ann", "desk", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final RunIdentity AGAIN =
            new RunIdentity("ann", "desk", "run2", Instant.parse("2026-01-02T03:05:05Z"));

    private final List<RolloutEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Sshd server;
    private Fleet fleet;

    @BeforeEach
    void start() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            throw new AssertionError("these tests need root for mount namespaces: run them with sudo"
                    + " (or skip them with -DskipITs)");
        }
        Packages.provide("busybox", "/usr/bin/busybox");
        server = Sshd.start(List.of("unshare", "-m", "sh", "-c", PRIVATE_FOLDERS, "sh"));
        fleet = fleet(server.folder());
    }

    @AfterEach
    void stop() throws Exception {
        try {
            // A guard then ends by itself.
            on("rm -rf /var/lib/aloft/undo");
        } finally {
            server.close();
            fleet.close();
        }
    }

    private static Fleet fleet(Path folder) {
        return new Fleet(new Connector(new Random(1), folder, Optional.empty())::connect, 4, LONG);
    }

    @Test
    void shouldConfirmOverANewConnection() throws Exception {
        Connection before = fleet.connection(server.host());

        assertThat(run(plan(List.of(), steps()))).isEmpty();

        assertThat(before.isOpen()).isFalse();
        assertThat(on(STATE)).contains("/srv/new/file 600 regular file").endsWith("ours\n");
        assertThat(on("ls -d /var/lib/aloft/undo* 2>&1 || :")).contains("No such file");
    }

    /** It lets nobody in any more: those who are in do not notice. */
    @Test
    void shouldComeBackWhenAStepShutsNewConnectionsOut() throws Exception {
        String keys = server.folder().resolve("authorized_keys").toString();
        String before = Files.readString(Path.of(keys));
        String untouched = on(STATE);

        List<RolloutEvent.Stop> stops = new Rollout(fleet, SOON, name -> server.host(), events::add)
                .run(plan(List.of(), write("/srv/page", "ours\n"), write(keys, "")), ANN);

        assertThat(stops).singleElement().isInstanceOfSatisfying(RolloutEvent.HostReverted.class, reverted -> {
            assertThat(reverted.undone()).extracting(Step::summary).containsExactly(keys, "/srv/page");
            assertThat(reverted.failed()).isEmpty();
            assertThat(reverted.said()).isEqualTo("undone: " + keys + "\nundone: /srv/page");
        });
        assertThat(names()).contains("HostFinished").endsWith("HostReverted");
        assertThat(Files.readString(Path.of(keys))).isEqualTo(before);
        assertThat(on(STATE)).isEqualTo(untouched);
    }

    /** The script is killed as well, in the middle of a step. */
    @Test
    void shouldUndoWhenTheConnectionBreaks() throws Exception {
        String untouched = on(STATE);
        Rollout rollout = new Rollout(fleet, LATER, name -> server.host(), event -> {
            events.add(event);
            if (event instanceof RolloutEvent.StepStarted started
                    && started.step().number() == 2) {
                server.killSessions();
            }
        });

        List<RolloutEvent.Stop> stops = rollout.run(plan(List.of(), steps()), ANN);

        assertThat(stops)
                .extracting(RolloutEvent.Stop::kind)
                .containsExactly(RolloutEvent.StopKind.CONNECTION, RolloutEvent.StopKind.REVERTED);
        assertThat(on(STATE)).isEqualTo(untouched);
        assertThat(run(plan(List.of(), steps()), AGAIN)).isEmpty();
        assertThat(on(STATE)).endsWith("ours\n");
    }

    @Test
    void shouldKeepWhatIsDoneWhenAStepFailsAndTheHostAnswers() throws Exception {
        List<RolloutEvent.Stop> stops =
                run(plan(List.of(), write("/srv/page", "ours\n"), write("/srv/page/in-a-file", "x")));

        assertThat(stops).extracting(RolloutEvent.Stop::kind).containsExactly(RolloutEvent.StopKind.STEP);
        assertThat(on(STATE)).endsWith("ours\n");
    }

    // ---- a workstation that is killed

    /** One that carries the plan out, and tells which step has begun. */
    static final class Workstation {
        private Workstation() {}

        /** Runs it: the server's folder, its port, and how long it waits to be confirmed. */
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Host host = Sshd.host(folder, Integer.parseInt(arguments[1]));
            try (Fleet fleet = fleet(folder)) {
                new Rollout(fleet, Duration.parse(arguments[2]), name -> host, event -> {
                            if (event instanceof RolloutEvent.StepStarted started) {
                                say("" + started.step().number());
                            } else if (event instanceof RolloutEvent.HostFinished) {
                                say("finished");
                            } else if (event instanceof RolloutEvent.ProofHeld) {
                                say("proven");
                            }
                        })
                        .run(
                                plan(
                                        List.of(new Proof.Listens(
                                                "lvs1",
                                                java.net.InetAddress.getLoopbackAddress(),
                                                new TreeSet<>(List.of(
                                                        host.connection().port())),
                                                true)),
                                        steps()),
                                ANN);
            }
            say("done");
        }

        private static synchronized void say(String word) {
            System.out.println(word);
            System.out.flush();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "finished", "proven", "done"})
    void shouldServeAndBeAsBeforeOrAsPlannedWhereverTheWorkstationIsKilled(String point) throws Exception {
        String untouched = on(STATE);
        int port = Onlooker.freePort();
        String address = "127.0.0.1:" + port;
        String web = on("busybox httpd -f -p " + address + " -h /srv </dev/null >/dev/null 2>&1 & echo $!;"
                        + " until busybox wget -q -O /dev/null http://" + address + "/page; do sleep 0.1; done")
                .strip();
        try (Onlooker onlooker = Onlooker.of(port, "/page", Set.of("theirs\n", "ours\n"))) {
            killAt(point, untouched);

            assertThat(onlooker.wrong())
                    .as("of what clients were answered meanwhile")
                    .isEmpty();
            assertThat(onlooker.answered()).isPositive();
        } finally {
            on("kill " + web);
        }
    }

    private void killAt(String point, String untouched) throws Exception {
        Process workstation = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Workstation.class.getName(),
                        server.folder().toString(),
                        "" + server.port(),
                        (point.equals("done") ? LATER : SOON).toString())
                .redirectError(server.folder().resolve("workstation.log").toFile())
                .start();
        try {
            await(workstation, point);
        } finally {
            workstation.destroyForcibly().waitFor();
        }
        on(SETTLED);
        String state = on(STATE);
        // The plan's own result, on the same host.
        breakLease();
        assertThat(run(plan(List.of(), steps()), AGAIN)).isEmpty();
        String planned = on(STATE);

        assertThat(planned).endsWith("ours\n");
        assertThat(state).isIn(untouched, planned);
        if (point.equals("done")) {
            assertThat(state).isEqualTo(planned);
        } else if (point.matches("[0-9]")) {
            assertThat(state).isEqualTo(untouched);
        }
    }

    private void await(Process workstation, String point) throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(workstation.getInputStream(), StandardCharsets.UTF_8));
        List<String> words = new ArrayList<>();
        for (String word = said.readLine(); word != null; word = said.readLine()) {
            words.add(word);
            if (word.equals(point)) {
                return;
            }
        }
        throw new AssertionError(words + Files.readString(server.folder().resolve("workstation.log")));
    }

    /** Of a run that was killed when its changes were confirmed already, as {@code aloft unlock} does. */
    private void breakLease() throws Exception {
        LeaseBreaker breaker = new LeaseBreaker(fleet, AGAIN);
        List<Host> host = List.of(server.host());
        Fleet.Outcome<LeaseBreaker.Answer> seen = breaker.look(host).get("lvs1");
        if (seen instanceof Fleet.Outcome.Done<LeaseBreaker.Answer> done
                && done.value() instanceof LeaseBreaker.Held held) {
            breaker.breakAll(host, Map.of("lvs1", held));
        }
    }

    // ----

    private List<RolloutEvent.Stop> run(Plan plan) throws InterruptedException {
        return run(plan, ANN);
    }

    private List<RolloutEvent.Stop> run(Plan plan, RunIdentity identity) throws InterruptedException {
        return new Rollout(fleet, LATER, name -> server.host(), events::add).run(plan, identity);
    }

    private List<String> names() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    private String on(String script) throws SshException {
        return fleet.connection(server.host()).run(script, LONG).output();
    }

    private static Change write(String path, String content) {
        return Change.of(Action.CREATE, "create", path, Call.of("put_file", path, "0600", content));
    }

    /** Each takes a moment, so that somebody can be killed in it. */
    private static Change[] steps() {
        Call moment = Call.of("sleep", "0.2");
        return new Change[] {
            Change.of(Action.CREATE, "create", "first", Call.of("make_directory", "/srv/first", "0700", "0:0"), moment),
            Change.of(Action.UPDATE, "adopt", "page", moment, Call.of("put_file", "/srv/page", "0644", "ours\n")),
            Change.of(Action.CREATE, "create", "new", Call.of("put_file", "/srv/new/file", "0600", "x"), moment),
            Change.of(Action.CREATE, "create", "folder", moment, Call.of("make_directory", "/srv/dir", "0755", "0:0"))
        };
    }

    private static Plan plan(List<Proof> proofs, Change... changes) {
        List<Step> steps = new ArrayList<>();
        for (Change change : changes) {
            steps.add(new Step(steps.size() + 1, FileResource.idOf(change.summary()), "for the test", change));
        }
        Batch batch = new Batch("lvs1", Batch.Part.CHANGE, steps, Manifest.EMPTY, Manifest.EMPTY);
        HostPlan host = new HostPlan("lvs1", HostRole.OTHER, List.of(), List.of(), "-");
        Wave wave = new Wave(1, "others", List.of(batch), proofs);
        return new Plan(new Impact(List.of(), List.of()), List.of(wave), List.of(host), List.of(), List.of());
    }
}
