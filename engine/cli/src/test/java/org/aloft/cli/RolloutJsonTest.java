package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
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
import org.aloft.ssh.RolloutEvent;
import org.aloft.topology.model.IpPrefix;
import org.junit.jupiter.api.Test;

/** Events that no host in memory makes, and events of many threads. */
class RolloutJsonTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Proof LISTENS = new Proof.Listens("web1", HERE, new TreeSet<>(List.of(80)), true);
    private static final Proof ONE_HOLDER =
            new Proof.OneHolder(new IpPrefix(HERE, 32), List.of("lvs1", "lvs2"), Duration.ofSeconds(4));

    private final StringWriter out = new StringWriter();
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final RolloutJson document = new RolloutJson(
            new PrintWriter(out), Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC), nanos::get);

    @Test
    void shouldNameTheHostOfAProofThatHasOne() {
        document.planned(plan("web1"));
        document.sending(new RolloutEvent.Sending("web1", 24_000_000));
        document.proofHeld(new RolloutEvent.ProofHeld(LISTENS));
        document.proofOpen(new RolloutEvent.ProofOpen(LISTENS, "nothing listens"));
        document.proofFailed(new RolloutEvent.ProofFailed(LISTENS, "nothing listens"));
        document.proofFailed(new RolloutEvent.ProofFailed(ONE_HOLDER, "no one holds it"));
        nanos.addAndGet(1_500_000_000L);
        document.summary(plan("web1"), ExitCode.FAILED);

        List<JsonNode> lines = Schema.APPLY.holdsLines(out.toString());
        assertThat(lines.get(1).get("bytes").asLong()).isEqualTo(24_000_000);
        assertThat(lines.get(4).get("host").asText()).isEqualTo("web1");
        assertThat(lines.get(4).get("fix").asText()).contains("ss -ltn");
        assertThat(lines.get(5).has("host")).isFalse();
        JsonNode summary = lines.get(6);
        assertThat(summary.get("took_ms").asInt()).isEqualTo(1500);
        assertThat(summary.at("/failures/0/during").asText()).isEqualTo("waiting until web1 listens on 127.0.0.1:80");
        assertThat(summary.at("/failures/0/kind").asText()).isEqualTo("proof");
        assertThat(summary.at("/failures/1/said").asText()).isEqualTo("no one holds it");
    }

    @Test
    void shouldTellAHostThatWasBegunFromOneThatWasNot() {
        Plan plan = plan("web1", "web2");
        document.planned(plan);
        document.stepStarted(new RolloutEvent.StepStarted("web1", step(1), 2));
        document.stepDone(new RolloutEvent.StepDone("web1", step(1), 2));
        document.summary(plan, Failure.of(new IllegalStateException("a bug")));

        List<JsonNode> lines = Schema.APPLY.holdsLines(out.toString());
        JsonNode summary = lines.get(3);
        assertThat(summary.at("/hosts/0/state").asText()).isEqualTo("begun");
        assertThat(summary.at("/hosts/1/state").asText()).isEqualTo("not_begun");
        assertThat(summary.get("changed").asBoolean()).isTrue();
        assertThat(summary.get("exit_code").asInt()).isEqualTo(ExitCode.FAILED.status());
        assertThat(summary.at("/failures/0/kind").asText()).isEqualTo("internal");
        assertThat(summary.at("/failures/0/said").asText()).contains("a bug");
    }

    @Test
    void shouldWriteNothingBehindTheSummary() {
        document.planned(plan("web1"));
        document.summary(plan("web1"), Failure.of(new InterruptedException()));
        String before = out.toString();

        document.stepDone(new RolloutEvent.StepDone("web1", step(1), 2));
        document.hostFailed(new RolloutEvent.HostFailed("web1", "", "", "", RolloutEvent.StopKind.CONNECTION));

        assertThat(out).hasToString(before);
    }

    @Test
    void shouldKeepTheLinesOfManyThreadsApart() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int host = 0; host < 8; host++) {
            String name = "web" + host;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    document.stepStarted(new RolloutEvent.StepStarted(name, step(1), 2));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(Schema.APPLY.holdsLines(out.toString())).hasSize(1600);
    }

    private static Step step(int number) {
        Change change = Change.of(Action.CREATE, "create", "a file", Call.of("put_file", "/srv/a", "0644", "a"));
        return new Step(number, FileResource.idOf("/srv/a"), "for the test", change);
    }

    /** One wave in which each host has two steps. */
    private static Plan plan(String... hosts) {
        List<Batch> batches = new ArrayList<>();
        List<HostPlan> plans = new ArrayList<>();
        for (String host : hosts) {
            batches.add(new Batch(host, Batch.Part.CHANGE, List.of(step(1), step(2)), Manifest.EMPTY, Manifest.EMPTY));
            plans.add(new HostPlan(host, HostRole.OTHER, List.of(), List.of(), "-"));
        }
        Wave wave = new Wave(1, "others", batches, List.of(LISTENS));
        return new Plan(new Impact(List.of(), List.of()), List.of(wave), plans, List.of(), List.of());
    }
}
