package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.show.PlanJson;
import org.aloft.ssh.RolloutEvent;

/**
 * A rollout for machines to read: one JSON object a line, written when it happens; first the plan, last a summary.
 *
 * <p>Safe for use by several threads. What comes after the summary is dropped: when a run is interrupted, its hosts may
 * still say something.
 */
final class RolloutJson implements RolloutEvent.Listener {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final long began;
    private final Map<String, Integer> stepsDone = new HashMap<>();
    private final Set<String> begunHosts = new HashSet<>();
    private final Set<String> failedHosts = new HashSet<>();
    private final Set<String> revertedHosts = new HashSet<>();
    private final List<ObjectNode> failures = new ArrayList<>();
    private boolean ended;

    /**
     * The time that the run takes counts from now.
     *
     * @param clock for the time of each event
     * @param nanoTime for the time that the run takes
     */
    RolloutJson(PrintWriter out, Clock clock, LongSupplier nanoTime) {
        this.out = out;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** The first line. */
    synchronized void planned(Plan plan) {
        ObjectNode line = line("plan");
        line.set("plan", PlanJson.tree(plan, Aloft.VERSION));
        write(line);
    }

    @Override
    public synchronized void waveStarted(RolloutEvent.WaveStarted event) {
        ObjectNode line = line("wave_started");
        line.put("wave", event.wave().number());
        line.put("title", event.wave().title());
        event.wave().hosts().forEach(line.putArray("hosts")::add);
        write(line);
    }

    @Override
    public synchronized void sending(RolloutEvent.Sending event) {
        write(line("sending").put("host", event.host()).put("bytes", event.bytes()));
    }

    @Override
    public synchronized void stepStarted(RolloutEvent.StepStarted event) {
        begunHosts.add(event.host());
        write(step("step_started", event.host(), event.step(), event.of()));
    }

    @Override
    public synchronized void stepDone(RolloutEvent.StepDone event) {
        stepsDone.merge(event.host(), 1, Integer::sum);
        write(step("step_done", event.host(), event.step(), event.of()));
    }

    @Override
    public synchronized void hostFinished(RolloutEvent.HostFinished event) {
        write(line("host_done").put("host", event.host()).put("steps", event.steps()));
    }

    @Override
    public synchronized void hostFailed(RolloutEvent.HostFailed event) {
        failedHosts.add(event.host());
        ObjectNode failure = failure(event);
        failures.add(failure);
        write(line("host_failed").setAll(failure));
    }

    @Override
    public synchronized void hostReverted(RolloutEvent.HostReverted event) {
        revertedHosts.add(event.host());
        stepsDone.computeIfPresent(
                event.host(), (host, done) -> Math.max(0, done - event.undone().size()));
        failures.add(failure(event));
        ObjectNode line = line("host_reverted").put("host", event.host());
        ArrayNode undone = line.putArray("undone");
        event.undone().forEach(step -> undone.add(step.summary()));
        ArrayNode stays = line.putArray("stays");
        event.stay().forEach(step -> stays.add(step.summary()));
        event.failed().forEach(line.putArray("not_undone")::add);
        write(line.put("fix", event.fix()));
    }

    @Override
    public synchronized void hostSkipped(RolloutEvent.HostSkipped event) {
        ObjectNode line = line("host_skipped").put("host", event.host());
        event.failed().forEach(line.putArray("failed")::add);
        write(line);
    }

    @Override
    public synchronized void proofHeld(RolloutEvent.ProofHeld event) {
        write(line("proof_held").put("proof", event.proof().text()));
    }

    @Override
    public synchronized void proofOpen(RolloutEvent.ProofOpen event) {
        write(line("proof_open").put("proof", event.proof().text()).put("seen", event.seen()));
    }

    @Override
    public synchronized void proofFailed(RolloutEvent.ProofFailed event) {
        failures.add(failure(event));
        ObjectNode line = line("proof_failed");
        event.where().ifPresent(host -> line.put("host", host));
        write(line.put("proof", event.proof().text()).put("seen", event.seen()).put("fix", event.fix()));
    }

    /** The last line, where the rollout came to an end of its own, or was not begun. */
    synchronized void summary(Plan plan, ExitCode exitCode) {
        end(plan, exitCode);
    }

    /** The last line, where something else ended it. */
    synchronized void summary(Plan plan, Failure endedBy) {
        String kind = endedBy.exitCode() == ExitCode.INTERRUPTED ? "interrupted" : "internal";
        failures.add(failure(
                Optional.empty(),
                "applying the plan",
                endedBy.getMessage(),
                endedBy.fix().isEmpty() ? "aloft plan shows what is left to do" : endedBy.fix(),
                kind));
        end(plan, endedBy.exitCode());
    }

    private void end(Plan plan, ExitCode exitCode) {
        plan.unreachable()
                .forEach(host -> failures.add(
                        failure(Optional.of(host.host()), "reaching it", host.reason(), host.fix(), "unreachable")));
        plan.refusals()
                .forEach(refusal -> failures.add(failure(
                        Optional.of(refusal.host()),
                        "planning its changes",
                        refusal.reason(),
                        refusal.fix(),
                        "refused")));
        ObjectNode line = JsonDocument.begin(line("summary"));
        line.put("changed", stepsDone.values().stream().anyMatch(done -> done > 0));
        line.put("exit_code", exitCode.status());
        line.put("steps", plan.steps().count());
        line.put(
                "steps_done",
                stepsDone.values().stream().mapToInt(Integer::intValue).sum());
        line.put("took_ms", Duration.ofNanos(nanoTime.getAsLong() - began).toMillis());
        ArrayNode hosts = line.putArray("hosts");
        plan.changedHosts().forEach(host -> host(hosts.addObject(), host, steps(plan, host)));
        line.putArray("failures").addAll(failures);
        write(line);
        ended = true;
    }

    private static int steps(Plan plan, String host) {
        return plan.waves().stream()
                .flatMap(wave -> wave.batches().stream())
                .filter(batch -> batch.host().equals(host))
                .mapToInt(batch -> batch.steps().size())
                .sum();
    }

    private void host(ObjectNode node, String host, int steps) {
        int done = stepsDone.getOrDefault(host, 0);
        node.put("host", host).put("steps", steps).put("steps_done", done);
        node.put("state", state(host, steps, done));
    }

    private String state(String host, int steps, int done) {
        if (revertedHosts.contains(host)) {
            return "reverted";
        }
        if (failedHosts.contains(host)) {
            return "failed";
        }
        if (done == steps) {
            return "done";
        }
        return begunHosts.contains(host) ? "begun" : "not_begun";
    }

    private static ObjectNode failure(RolloutEvent.Stop stop) {
        return failure(
                stop.where(),
                stop.during(),
                stop.said().strip(),
                stop.fix(),
                stop.kind().name().toLowerCase(Locale.ROOT));
    }

    private static ObjectNode failure(Optional<String> host, String during, String said, String fix, String kind) {
        ObjectNode failure = JsonNodeFactory.instance.objectNode();
        host.ifPresent(name -> failure.put("host", name));
        return failure.put("during", during).put("said", said).put("fix", fix).put("kind", kind);
    }

    private ObjectNode step(String event, String host, Step step, int of) {
        return line(event)
                .put("host", host)
                .put("step", step.number())
                .put("of", of)
                .put("kind", step.resource().kind())
                .put("name", step.resource().name())
                .put("summary", step.summary());
    }

    private ObjectNode line(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event).put("at", TIME.format(clock.instant()));
    }

    private void write(ObjectNode line) {
        if (!ended) {
            out.print(line + "\n");
            out.flush();
        }
    }
}
