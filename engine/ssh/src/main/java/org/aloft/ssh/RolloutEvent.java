package org.aloft.ssh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.rollout.Proof;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;

/** Something that happened while a plan was applied. */
public sealed interface RolloutEvent {
    /** Hands the event to the method that is for its kind. */
    void tell(Listener listener);

    /** One method for each kind of event. A rollout calls it from several threads. */
    interface Listener {
        /** A wave begins. */
        void waveStarted(WaveStarted event);

        /** A file is being sent. */
        void sending(Sending event);

        /** A step begins. */
        void stepStarted(StepStarted event);

        /** A step is done. */
        void stepDone(StepDone event);

        /** A host's batch is done. */
        void hostFinished(HostFinished event);

        /** A host was not finished. */
        void hostFailed(HostFailed event);

        /** What was done to a host is undone. */
        void hostReverted(HostReverted event);

        /** A host's batch is not begun. */
        void hostSkipped(HostSkipped event);

        /** What must hold holds. */
        void proofHeld(ProofHeld event);

        /** What should hold does not, and the rollout goes on. */
        void proofOpen(ProofOpen event);

        /** What must hold does not. */
        void proofFailed(ProofFailed event);
    }

    /** A failure, after which no further wave begins unless the plan allows for several. */
    sealed interface Stop extends RolloutEvent {
        /** The host that it is about; empty when it is about several. */
        Optional<String> where();

        /** What was being done. */
        String during();

        /** What was said or seen. May have several lines. */
        String said();

        /** The way out. */
        String fix();

        /** For machines, and for the exit code. */
        StopKind kind();
    }

    /** The hosts of a wave are about to be changed. */
    record WaveStarted(Wave wave) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.waveStarted(this);
        }
    }

    /**
     * A file is being sent.
     *
     * @param host to whom
     * @param bytes how much it is
     */
    record Sending(String host, long bytes) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.sending(this);
        }
    }

    /**
     * A step begins.
     *
     * @param host where
     * @param step which
     * @param of how many the batch has
     */
    record StepStarted(String host, Step step, int of) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.stepStarted(this);
        }
    }

    /**
     * A step is done.
     *
     * @param host where
     * @param step which
     * @param of how many the batch has
     */
    record StepDone(String host, Step step, int of) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.stepDone(this);
        }
    }

    /**
     * All steps of a host's batch are done.
     *
     * @param host where
     * @param steps how many
     */
    record HostFinished(String host, int steps) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.hostFinished(this);
        }
    }

    /**
     * A host stopped before its last step, or could not begin; later waves are not begun.
     *
     * @param host where
     * @param during what was being done
     * @param said why
     * @param fix the way out
     * @param kind any but {@link StopKind#PROOF} and {@link StopKind#REVERTED}
     */
    record HostFailed(String host, String during, String said, String fix, StopKind kind) implements Stop {
        @Override
        public Optional<String> where() {
            return Optional.of(host);
        }

        @Override
        public void tell(Listener listener) {
            listener.hostFailed(this);
        }
    }

    /**
     * What a batch has done to a host is undone, since it could not be reached anew, or a proof failed.
     *
     * @param host where
     * @param undone the steps, the last one first
     * @param stay steps that were begun and stay: they had changed nothing yet, or are never undone
     * @param failed what could not be undone, and why
     */
    record HostReverted(String host, List<Step> undone, List<Step> stay, List<String> failed) implements Stop {
        /** Takes copies. */
        public HostReverted {
            undone = List.copyOf(undone);
            stay = List.copyOf(stay);
            failed = List.copyOf(failed);
        }

        @Override
        public Optional<String> where() {
            return Optional.of(host);
        }

        @Override
        public String during() {
            return "undoing what nobody confirmed";
        }

        @Override
        public String said() {
            List<String> lines = new ArrayList<>();
            undone.forEach(step -> lines.add("undone: " + step.summary()));
            stay.forEach(step -> lines.add("stays: " + step.summary()));
            failed.forEach(wrong -> lines.add("could not be undone: " + wrong));
            return String.join("\n", lines);
        }

        @Override
        public String fix() {
            return failed.isEmpty()
                    ? "correct what was wrong, then run aloft apply again"
                    : "aloft plan shows how " + host + " is now";
        }

        @Override
        public StopKind kind() {
            return StopKind.REVERTED;
        }

        @Override
        public void tell(Listener listener) {
            listener.hostReverted(this);
        }
    }

    /**
     * A host's batch is not begun, since others failed.
     *
     * @param host where
     * @param failed the hosts that failed until then
     */
    record HostSkipped(String host, Set<String> failed) implements RolloutEvent {
        /** Takes a copy. */
        public HostSkipped {
            failed = Collections.unmodifiableSet(new LinkedHashSet<>(failed));
        }

        @Override
        public void tell(Listener listener) {
            listener.hostSkipped(this);
        }
    }

    /** What must hold after a wave holds. */
    record ProofHeld(Proof proof) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.proofHeld(this);
        }
    }

    /** What should hold after a wave, but need not, does not; the rollout goes on. */
    record ProofOpen(Proof proof, String seen) implements RolloutEvent {
        @Override
        public void tell(Listener listener) {
            listener.proofOpen(this);
        }
    }

    /**
     * What must hold after a wave does not; later waves are not begun.
     *
     * @param proof what must hold
     * @param seen what was seen instead
     */
    record ProofFailed(Proof proof, String seen) implements Stop {
        @Override
        public Optional<String> where() {
            return proof.hosts().size() == 1 ? Optional.of(proof.hosts().get(0)) : Optional.empty();
        }

        @Override
        public String during() {
            return "waiting until " + proof.text();
        }

        @Override
        public String said() {
            return seen;
        }

        @Override
        public String fix() {
            return proof.fix();
        }

        @Override
        public StopKind kind() {
            return StopKind.PROOF;
        }

        @Override
        public void tell(Listener listener) {
            listener.proofFailed(this);
        }
    }

    /** Why a rollout stopped. */
    enum StopKind {
        /** A step went wrong on the host. */
        STEP,
        /** Another run is changing the host; nothing was done there. */
        LOCKED,
        /** The host has changed since the plan was made; nothing was done. */
        STALE,
        /** The host could not be reached, or was lost. */
        CONNECTION,
        /** All steps of a wave were done, and what must hold then does not. */
        PROOF,
        /** What was done to the host is undone. */
        REVERTED
    }
}
