package org.aloft.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.resource.Upload;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.HostPlan;
import org.aloft.plan.rollout.Plan;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;
import org.aloft.topology.model.Host;

/**
 * Applies a plan: a lease on all hosts that it touches, then wave after wave, one script a host. The next wave begins
 * only when every host of this one is done and what must hold then has been seen to hold.
 *
 * <p>For one run on one thread; listeners are called on the fleet's threads.
 */
public final class Rollout {
    private static final Duration APPLY = Duration.ofMinutes(45);
    private static final Duration UPLOAD = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final Function<String, Host> hosts;
    private final ProofCheck proofs;
    private final Consumer<RolloutEvent> listener;

    /**
     * @param hosts name → host, for every host of the plan
     * @param listener told what happens, from several threads
     */
    public Rollout(Fleet fleet, Function<String, Host> hosts, Consumer<RolloutEvent> listener) {
        this.fleet = fleet;
        this.hosts = hosts;
        this.proofs = new ProofCheck(fleet, hosts, System::nanoTime);
        this.listener = listener;
    }

    /**
     * Applies the plan; stops after the first wave that fails.
     *
     * @return what stopped it; empty when all is done
     * @throws InterruptedException when the caller was; hosts finish the script that they have begun
     */
    public List<RolloutEvent.Stop> run(Plan plan, RunIdentity identity) throws InterruptedException {
        List<Host> touched = plan.changedHosts().stream().map(hosts).toList();
        Lease.Taking taking =
                Lease.take(fleet, touched, identity, host -> plan.host(host).map(HostPlan::manifest));
        if (taking.lease().isEmpty()) {
            return refused(taking.refused());
        }
        try (Lease lease = taking.lease().get()) {
            for (Wave wave : plan.waves()) {
                if (!lease.lost().isEmpty()) {
                    return refused(lease.lost());
                }
                listener.accept(new RolloutEvent.WaveStarted(wave));
                List<RolloutEvent.Stop> failures = change(wave, identity);
                if (failures.isEmpty()) {
                    failures = prove(wave);
                }
                if (!failures.isEmpty()) {
                    return failures;
                }
            }
        }
        return List.of();
    }

    private List<RolloutEvent.Stop> refused(List<Lease.Refused> refused) {
        List<RolloutEvent.Stop> failures =
                refused.stream().map(Rollout::refused).toList();
        failures.forEach(listener);
        return failures;
    }

    private static RolloutEvent.Stop refused(Lease.Refused refused) {
        if (refused instanceof Lease.Refused.Held held) {
            return new RolloutEvent.HostFailed(
                    held.host(),
                    "taking the lease",
                    held.text(),
                    "wait until that run is done, then plan again",
                    RolloutEvent.StopKind.LOCKED);
        }
        if (refused instanceof Lease.Refused.Stale stale) {
            return new RolloutEvent.HostFailed(
                    stale.host(),
                    "taking the lease",
                    stale.text(),
                    "plan again; nothing was done",
                    RolloutEvent.StopKind.STALE);
        }
        return lost(refused.host(), ((Lease.Refused.Lost) refused).reason());
    }

    private List<RolloutEvent.Stop> change(Wave wave, RunIdentity identity) throws InterruptedException {
        Map<String, Batch> batches =
                wave.batches().stream().collect(Collectors.toMap(Batch::host, Function.identity()));
        List<Host> changed = wave.hosts().stream().map(hosts).toList();
        Map<String, Fleet.Outcome<Optional<RolloutEvent.HostFailed>>> outcomes =
                fleet.onEach(changed, connection -> change(batches.get(connection.host()), identity, connection));
        List<RolloutEvent.Stop> failures = new ArrayList<>();
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

    private Optional<RolloutEvent.HostFailed> change(Batch batch, RunIdentity identity, Connection connection)
            throws SshException {
        for (Upload upload : batch.uploads()) {
            listener.accept(new RolloutEvent.Sending(batch.host(), upload.sizeBytes()));
            connection.upload(upload.file(), upload.remote(), UPLOAD);
        }
        HostProgress progress = new HostProgress(batch);
        ScriptResult result = connection.run(ApplyScript.of(batch, identity), APPLY, line -> ApplyEvent.parse(line)
                .ifPresent(progress::heard));
        Optional<RolloutEvent.HostFailed> failure = progress.failure(result);
        listener.accept(
                failure.isPresent()
                        ? failure.get()
                        : new RolloutEvent.HostFinished(
                                batch.host(), batch.steps().size()));
        return failure;
    }

    private List<RolloutEvent.Stop> prove(Wave wave) throws InterruptedException {
        List<RolloutEvent.Stop> failures = new ArrayList<>();
        for (ProofCheck.Result result : proofs.await(wave.proofs())) {
            if (result.missing().isEmpty()) {
                listener.accept(new RolloutEvent.ProofHeld(result.proof()));
            } else if (result.proof().required()) {
                RolloutEvent.Stop failed = new RolloutEvent.ProofFailed(
                        result.proof(), result.missing().get());
                listener.accept(failed);
                failures.add(failed);
            } else {
                listener.accept(new RolloutEvent.ProofOpen(
                        result.proof(), result.missing().get()));
            }
        }
        return failures;
    }

    private static RolloutEvent.HostFailed lost(String host, SshException reason) {
        boolean step = reason.kind() == SshException.Kind.WRITE_FAILED;
        return new RolloutEvent.HostFailed(
                host,
                step ? "sending the agent" : "reaching it",
                reason.getMessage(),
                reason.fix(),
                step ? RolloutEvent.StopKind.STEP : RolloutEvent.StopKind.CONNECTION);
    }

    /**
     * What one host's script has said so far. Called by one thread of the connection, then by the one that started it.
     */
    private final class HostProgress {
        private final Batch batch;
        private final AtomicReference<ApplyEvent> last = new AtomicReference<>();

        HostProgress(Batch batch) {
            this.batch = batch;
        }

        void heard(ApplyEvent event) {
            last.set(event);
            int of = batch.steps().size();
            if (event instanceof ApplyEvent.StepStarted started) {
                step(started.number())
                        .ifPresent(step -> listener.accept(new RolloutEvent.StepStarted(batch.host(), step, of)));
            } else if (event instanceof ApplyEvent.StepDone done) {
                step(done.number())
                        .ifPresent(step -> listener.accept(new RolloutEvent.StepDone(batch.host(), step, of)));
            }
        }

        /** Why the host is not finished; empty when it is. */
        Optional<RolloutEvent.HostFailed> failure(ScriptResult result) {
            ApplyEvent event = last.get();
            if (event instanceof ApplyEvent.Finished && result.succeeded()) {
                return Optional.empty();
            }
            if (event instanceof ApplyEvent.LockHeld held) {
                return Optional.of(failed(
                        "taking the host's lock",
                        "another run is changing it: " + held.who() + ", since " + held.since(),
                        "wait until that run is done, then plan again",
                        RolloutEvent.StopKind.LOCKED));
            }
            if (event instanceof ApplyEvent.StepFailed failed) {
                return Optional.of(failed(
                        step(failed.number()).map(Step::summary).orElse("the preparations"),
                        failed.message(),
                        "fix it on the host, then run aloft apply again: what is done stays done",
                        RolloutEvent.StopKind.STEP));
            }
            return Optional.of(failed(
                    "running the script",
                    "it ended with status " + result.exitStatus() + " and said: "
                            + result.errors().strip(),
                    "aloft plan shows what is left to do",
                    RolloutEvent.StopKind.STEP));
        }

        private RolloutEvent.HostFailed failed(String at, String reason, String fix, RolloutEvent.StopKind kind) {
            return new RolloutEvent.HostFailed(batch.host(), at, reason, fix, kind);
        }

        private Optional<Step> step(int number) {
            return batch.steps().stream()
                    .filter(step -> step.number() == number)
                    .findFirst();
        }
    }
}
