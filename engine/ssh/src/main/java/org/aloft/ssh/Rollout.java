package org.aloft.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.aloft.plan.HostPlan;
import org.aloft.plan.Plan;
import org.aloft.plan.Proof;
import org.aloft.plan.Step;
import org.aloft.plan.Wave;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Topology;

/**
 * Carries a plan out: wave after wave, one script a host. The next wave begins only when every host of this one is done
 * and what must hold then has been seen to hold.
 *
 * <p>For one run on one thread; listeners are called on the fleet's threads.
 */
public final class Rollout {
    private static final Duration APPLY = Duration.ofMinutes(15);
    private static final Duration UPLOAD = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final Topology topology;
    private final ProofCheck proofs;
    private final Consumer<RolloutEvent> listener;

    /** @param listener told what happens, from several threads */
    public Rollout(Fleet fleet, Topology topology, Consumer<RolloutEvent> listener) {
        this.fleet = fleet;
        this.topology = topology;
        this.proofs = new ProofCheck(fleet, topology);
        this.listener = listener;
    }

    /**
     * Carries all of it out, or as much as goes well.
     *
     * @return what stopped it; empty when all is done
     * @throws InterruptedException when the caller was; hosts finish the script that they have begun
     */
    public List<RolloutEvent> run(Plan plan, RunIdentity identity) throws InterruptedException {
        for (Wave wave : plan.waves()) {
            listener.accept(new RolloutEvent.WaveStarted(wave));
            List<RolloutEvent> failures = change(plan, wave, identity);
            if (failures.isEmpty()) {
                failures = prove(wave);
            }
            if (!failures.isEmpty()) {
                return failures;
            }
        }
        return List.of();
    }

    private List<RolloutEvent> change(Plan plan, Wave wave, RunIdentity identity) throws InterruptedException {
        List<Host> hosts = wave.hosts().stream().map(topology.hosts()::get).toList();
        Map<String, Fleet.Outcome<Optional<RolloutEvent.HostFailed>>> outcomes = fleet.onEach(
                hosts, connection -> change(plan, plan.host(connection.host()).orElseThrow(), identity, connection));
        List<RolloutEvent> failures = new ArrayList<>();
        outcomes.forEach((host, outcome) -> {
            if (outcome instanceof Fleet.Outcome.Done<Optional<RolloutEvent.HostFailed>> done) {
                done.value().ifPresent(failures::add);
            } else if (outcome instanceof Fleet.Outcome.Failed<Optional<RolloutEvent.HostFailed>> failed) {
                RolloutEvent.HostFailed lost = lost(host, failed.reason());
                listener.accept(lost);
                failures.add(lost);
            }
        });
        return failures;
    }

    private Optional<RolloutEvent.HostFailed> change(
            Plan plan, HostPlan hostPlan, RunIdentity identity, Connection connection) throws SshException {
        if (hostPlan.bundleToUpload().isPresent()) {
            AgentBundle bundle = hostPlan.bundleToUpload().get();
            listener.accept(new RolloutEvent.BundleSending(hostPlan.host(), bundle.sizeBytes()));
            connection.upload(bundle.file(), bundle.uploadedTo(), UPLOAD);
        }
        HostProgress progress = new HostProgress(hostPlan);
        ScriptResult result =
                connection.run(ApplyScript.of(plan, hostPlan, identity), APPLY, line -> ApplyEvent.parse(line)
                        .ifPresent(progress::heard));
        Optional<RolloutEvent.HostFailed> failure = progress.failure(result);
        listener.accept(
                failure.isPresent()
                        ? failure.get()
                        : new RolloutEvent.HostFinished(
                                hostPlan.host(), hostPlan.steps().size()));
        return failure;
    }

    private List<RolloutEvent> prove(Wave wave) throws InterruptedException {
        List<RolloutEvent> failures = new ArrayList<>();
        for (Proof proof : wave.proof()) {
            Optional<String> seenInstead = proofs.missing(proof);
            RolloutEvent event = seenInstead.isEmpty()
                    ? new RolloutEvent.ProofHeld(proof)
                    : new RolloutEvent.ProofFailed(proof, seenInstead.get());
            listener.accept(event);
            if (seenInstead.isPresent()) {
                failures.add(event);
            }
        }
        return failures;
    }

    private static RolloutEvent.HostFailed lost(String host, SshException reason) {
        return new RolloutEvent.HostFailed(
                host,
                reason.kind() == SshException.Kind.WRITE_FAILED ? "sending the agent" : "reaching it",
                reason.getMessage(),
                reason.fix(),
                reason.kind() == SshException.Kind.WRITE_FAILED
                        ? RolloutEvent.FailureKind.STEP
                        : RolloutEvent.FailureKind.CONNECTION);
    }

    /** What one host's script has said so far. Called by one thread of the connection, then by the one that started it. */
    private final class HostProgress {
        private final HostPlan hostPlan;
        private final AtomicReference<ApplyEvent> last = new AtomicReference<>();

        HostProgress(HostPlan hostPlan) {
            this.hostPlan = hostPlan;
        }

        void heard(ApplyEvent event) {
            last.set(event);
            int of = hostPlan.steps().size();
            if (event instanceof ApplyEvent.StepStarted started) {
                step(started.number())
                        .ifPresent(step -> listener.accept(new RolloutEvent.StepStarted(hostPlan.host(), step, of)));
            } else if (event instanceof ApplyEvent.StepDone done) {
                step(done.number())
                        .ifPresent(step -> listener.accept(new RolloutEvent.StepDone(hostPlan.host(), step, of)));
            }
        }

        /** Why the host is not finished; empty when it is. */
        Optional<RolloutEvent.HostFailed> failure(ScriptResult result) {
            ApplyEvent event = last.get();
            if (event instanceof ApplyEvent.Finished && result.succeeded()) {
                return Optional.empty();
            }
            if (event instanceof ApplyEvent.LockHeld held) {
                return Optional.of(new RolloutEvent.HostFailed(
                        hostPlan.host(),
                        "taking the host's lock",
                        "another run is changing it: " + held.who() + ", since " + held.since(),
                        "wait until that run is done, then plan again",
                        RolloutEvent.FailureKind.LOCKED));
            }
            if (event instanceof ApplyEvent.StepFailed failed) {
                return Optional.of(new RolloutEvent.HostFailed(
                        hostPlan.host(),
                        step(failed.number()).map(Step::summary).orElse("the preparations"),
                        failed.message(),
                        "mend it on the host, then run aloft apply again: what is done stays done",
                        RolloutEvent.FailureKind.STEP));
            }
            return Optional.of(new RolloutEvent.HostFailed(
                    hostPlan.host(),
                    "running the script",
                    "it ended with status " + result.exitStatus() + " and said: "
                            + result.errors().strip(),
                    "aloft plan shows what is left to do",
                    RolloutEvent.FailureKind.STEP));
        }

        private Optional<Step> step(int number) {
            return hostPlan.steps().stream()
                    .filter(step -> step.number() == number)
                    .findFirst();
        }
    }
}
