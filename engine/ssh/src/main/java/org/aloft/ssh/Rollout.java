package org.aloft.ssh;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import org.aloft.plan.rollout.Proof;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;
import org.aloft.plan.show.DurationText;
import org.aloft.topology.model.Host;

/**
 * Applies a plan: a lease on all hosts that it touches, then wave after wave, one script a host. The next wave begins
 * only when every host of this one is done, what must hold then has been seen to hold, and each host has been told so
 * over a new connection; a host that is not told undoes its changes. Where the plan allows hosts to fail, it goes on
 * without these and without what depends on them.
 *
 * <p>For one run on one thread; listeners are called on the fleet's threads.
 */
public final class Rollout {
    private static final Duration APPLY = Duration.ofMinutes(45);
    private static final Duration UPLOAD = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final Duration confirmWithin;
    private final Function<String, Host> hosts;
    private final ProofCheck proofs;
    private final Consumer<RolloutEvent> listener;

    /**
     * @param confirmWithin how long a host waits, after its last step and after it has last heard of this run, before it
     *     undoes what nobody has confirmed; at least a second
     * @param hosts name → host, for every host of the plan
     * @param listener told what happens, from several threads
     */
    public Rollout(Fleet fleet, Duration confirmWithin, Function<String, Host> hosts, Consumer<RolloutEvent> listener) {
        this.fleet = fleet;
        this.confirmWithin = confirmWithin;
        this.hosts = hosts;
        this.proofs = new ProofCheck(fleet, hosts, System::nanoTime);
        this.listener = listener;
    }

    /**
     * Applies the plan; stops after the first wave that fails, or when as many hosts have failed as the plan says.
     *
     * @return what failed; empty when all is done
     * @throws InterruptedException when the caller was; hosts finish the script that they have begun
     */
    public List<RolloutEvent.Stop> run(Plan plan, RunIdentity identity) throws InterruptedException {
        List<Host> touched = plan.changedHosts().stream().map(hosts).toList();
        Lease.Taking taking =
                Lease.take(fleet, touched, identity, host -> plan.host(host).map(HostPlan::manifest));
        if (taking.lease().isEmpty()) {
            return refused(taking.refused());
        }
        Failures failures = new Failures(plan.pace());
        try (Lease lease = taking.lease().get()) {
            for (Wave wave : plan.waves()) {
                if (!lease.lost().isEmpty()) {
                    failures.addAll(refused(lease.lost()));
                    return failures.all();
                }
                carryOut(wave, failures, identity);
                if (failures.enough()) {
                    return failures.all();
                }
            }
        }
        return failures.all();
    }

    private void carryOut(Wave wave, Failures failures, RunIdentity identity) throws InterruptedException {
        Set<Batch> blocked = failures.blocked();
        List<Batch> left = wave.batches().stream()
                .filter(batch -> !blocked.contains(batch))
                .toList();
        wave.batches().stream()
                .filter(blocked::contains)
                .forEach(batch -> listener.accept(new RolloutEvent.HostSkipped(batch.host(), failures.hosts())));
        if (left.isEmpty()) {
            return;
        }
        Wave begun = new Wave(wave.number(), wave.title(), left, wave.proofs());
        listener.accept(new RolloutEvent.WaveStarted(begun));
        Unsettled unsettled = new Unsettled();
        change(begun, failures, identity, unsettled);
        if (!failures.enough()) {
            prove(begun, wave, failures, unsettled);
        }
        settle(unsettled, failures, identity);
    }

    /** What each host of a wave waits for. Safe for use by several threads. */
    private static final class Unsettled {
        private final Map<String, Batch> begun = new ConcurrentHashMap<>();
        private final Set<String> wrong = ConcurrentHashMap.newKeySet();

        /** The host has begun with the batch, or may have. */
        void begun(Batch batch) {
            if (batch.waitsToBeConfirmed()) {
                begun.put(batch.host(), batch);
            }
        }

        /** What was done there shall not stay. */
        void wrong(String host) {
            wrong.add(host);
        }
    }

    /** A host of which a step failed keeps what is done, when it can be reached: the next run goes on there. */
    private void settle(Unsettled unsettled, Failures failures, RunIdentity identity) throws InterruptedException {
        List<Host> begun = unsettled.begun.keySet().stream().sorted().map(hosts).toList();
        new Settlement(fleet, identity)
                .settle(begun, host -> !unsettled.wrong.contains(host), confirmWithin)
                .forEach((host, outcome) -> settled(unsettled.begun.get(host), outcome)
                        .ifPresent(stop -> {
                            listener.accept(stop);
                            failures.add(stop, Optional.of(unsettled.begun.get(host)));
                        }));
    }

    private Optional<RolloutEvent.Stop> settled(Batch batch, Fleet.Outcome<Settlement.Answer> outcome) {
        if (outcome instanceof Fleet.Outcome.Failed<Settlement.Answer> failed) {
            return Optional.of(new RolloutEvent.HostFailed(
                    batch.host(),
                    "settling its changes over a new connection",
                    failed.reason().getMessage(),
                    "unless it has lost power, it has undone them by itself after "
                            + DurationText.of(confirmWithin)
                            + "; reach it, then run aloft apply again",
                    RolloutEvent.StopKind.CONNECTION));
        }
        Settlement.Answer answer = ((Fleet.Outcome.Done<Settlement.Answer>) outcome).value();
        return answer instanceof Settlement.Reverted reverted
                ? Optional.of(new RolloutEvent.HostReverted(
                        batch.host(),
                        steps(batch, reverted.undone()),
                        steps(batch, reverted.stay()),
                        reverted.failed()))
                : Optional.empty();
    }

    private static List<Step> steps(Batch batch, List<Integer> numbers) {
        return numbers.stream()
                .flatMap(number -> batch.steps().stream().filter(step -> step.number() == number))
                .toList();
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
        if (refused instanceof Lease.Refused.Broken broken) {
            return new RolloutEvent.HostFailed(
                    broken.host(),
                    "keeping the lease",
                    broken.text(),
                    "ask there why; aloft plan shows what is left to do",
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

    private void change(Wave wave, Failures failures, RunIdentity identity, Unsettled unsettled)
            throws InterruptedException {
        Map<String, Batch> batches =
                wave.batches().stream().collect(Collectors.toMap(Batch::host, Function.identity()));
        List<Host> changed = wave.hosts().stream().map(hosts).toList();
        Map<String, Fleet.Outcome<Optional<RolloutEvent.HostFailed>>> outcomes = fleet.onEach(
                changed,
                connection -> begin(batches.get(connection.host()), failures, identity, unsettled, connection));
        outcomes.forEach((host, outcome) -> {
            if (outcome instanceof Fleet.Outcome.Failed<Optional<RolloutEvent.HostFailed>> failed) {
                RolloutEvent.HostFailed lost = lost(host, failed.reason());
                listener.accept(lost);
                failures.add(lost, Optional.of(batches.get(host)));
            }
        });
    }

    /** One that has not begun when too many others have failed does not begin any more. */
    private Optional<RolloutEvent.HostFailed> begin(
            Batch batch, Failures failures, RunIdentity identity, Unsettled unsettled, Connection connection)
            throws SshException {
        if (failures.tooMany()) {
            listener.accept(new RolloutEvent.HostSkipped(batch.host(), failures.hosts()));
            return Optional.empty();
        }
        Optional<RolloutEvent.HostFailed> failure = change(batch, identity, unsettled, connection);
        failure.ifPresent(each -> failures.add(each, Optional.of(batch)));
        return failure;
    }

    private Optional<RolloutEvent.HostFailed> change(
            Batch batch, RunIdentity identity, Unsettled unsettled, Connection connection) throws SshException {
        for (Upload upload : batch.uploads()) {
            listener.accept(new RolloutEvent.Sending(batch.host(), upload.sizeBytes()));
            connection.upload(upload.file(), upload.remote(), UPLOAD);
        }
        HostProgress progress = new HostProgress(batch, identity.command());
        ScriptResult result = run(batch, identity, unsettled, connection, progress);
        if (progress.begun()) {
            unsettled.begun(batch);
        }
        Optional<RolloutEvent.HostFailed> failure = progress.failure(result);
        listener.accept(
                failure.isPresent()
                        ? failure.get()
                        : new RolloutEvent.HostFinished(
                                batch.host(), batch.steps().size()));
        return failure;
    }

    /** A host that is lost on the way may have begun, and may go on: what comes of it, nobody has seen. */
    private ScriptResult run(
            Batch batch, RunIdentity identity, Unsettled unsettled, Connection connection, HostProgress progress)
            throws SshException {
        String script = ApplyScript.of(batch, identity, confirmWithin);
        try {
            return connection.run(script, APPLY, line -> ApplyEvent.parse(line).ifPresent(progress::heard));
        } catch (SshException lost) {
            unsettled.begun(batch);
            unsettled.wrong(batch.host());
            throw lost;
        }
    }

    /** Of hosts that failed or were not begun, nothing is expected. */
    private void prove(Wave begun, Wave whole, Failures failures, Unsettled unsettled) throws InterruptedException {
        Map<String, Batch> batches =
                begun.batches().stream().collect(Collectors.toMap(Batch::host, Function.identity()));
        Set<String> without = new LinkedHashSet<>(whole.hosts());
        without.removeAll(batches.keySet());
        without.addAll(failures.hosts());
        List<Proof> expected = begun.proofs().stream()
                .filter(proof -> proof.hosts().size() > 1
                        || !without.contains(proof.hosts().get(0)))
                .toList();
        for (ProofCheck.Result result : proofs.await(expected)) {
            if (result.missing().isEmpty()) {
                listener.accept(new RolloutEvent.ProofHeld(result.proof()));
            } else if (result.proof().required()) {
                RolloutEvent.Stop failed = new RolloutEvent.ProofFailed(
                        result.proof(), result.missing().get());
                listener.accept(failed);
                failures.add(failed, failed.where().map(batches::get));
                result.proof().hosts().forEach(unsettled::wrong);
            } else {
                listener.accept(new RolloutEvent.ProofOpen(
                        result.proof(), result.missing().get()));
            }
        }
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
        private final String command;
        private final AtomicReference<ApplyEvent> last = new AtomicReference<>();
        private volatile boolean begun;

        HostProgress(Batch batch, String command) {
            this.batch = batch;
            this.command = command;
        }

        void heard(ApplyEvent event) {
            last.set(event);
            int of = batch.steps().size();
            if (event instanceof ApplyEvent.StepStarted started) {
                begun = true;
                step(started.number())
                        .ifPresent(step -> listener.accept(new RolloutEvent.StepStarted(batch.host(), step, of)));
            } else if (event instanceof ApplyEvent.StepDone done) {
                step(done.number())
                        .ifPresent(step -> listener.accept(new RolloutEvent.StepDone(batch.host(), step, of)));
            }
        }

        /** Whether a step has begun. */
        boolean begun() {
            return begun;
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
            if (event instanceof ApplyEvent.Broken broken) {
                return Optional.of(failed(
                        "keeping the lease",
                        broken.who() + " has broken this run's lease at " + broken.when(),
                        "ask there why; aloft plan shows what is left to do",
                        RolloutEvent.StopKind.LOCKED));
            }
            if (event instanceof ApplyEvent.StepFailed failed) {
                return Optional.of(failed(
                        step(failed.number()).map(Step::summary).orElse("the preparations"),
                        failed.message(),
                        "fix it on the host, then run aloft " + command + " again: what is done stays done",
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
