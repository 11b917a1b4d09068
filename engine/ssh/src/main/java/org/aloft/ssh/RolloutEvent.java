package org.aloft.ssh;

import org.aloft.plan.rollout.Proof;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.rollout.Wave;

/** Something that happened while a plan was applied. */
public sealed interface RolloutEvent {
    /** The hosts of a wave are about to be changed. */
    record WaveStarted(Wave wave) implements RolloutEvent {}

    /**
     * A file is being sent.
     *
     * @param host to whom
     * @param bytes how much it is
     */
    record Sending(String host, long bytes) implements RolloutEvent {}

    /**
     * A step begins.
     *
     * @param host where
     * @param step which
     * @param of how many the batch has
     */
    record StepStarted(String host, Step step, int of) implements RolloutEvent {}

    /**
     * A step is done.
     *
     * @param host where
     * @param step which
     * @param of how many the batch has
     */
    record StepDone(String host, Step step, int of) implements RolloutEvent {}

    /**
     * All steps of a host's batch are done.
     *
     * @param host where
     * @param steps how many
     */
    record HostFinished(String host, int steps) implements RolloutEvent {}

    /**
     * A host stopped before its last step, or could not begin; later waves are not begun.
     *
     * @param host where
     * @param at what was being done
     * @param reason why
     * @param fix the way out
     * @param kind for the exit code
     */
    record HostFailed(String host, String at, String reason, String fix, FailureKind kind) implements RolloutEvent {}

    /** What must hold after a wave holds. */
    record ProofHeld(Proof proof) implements RolloutEvent {}

    /** What should hold after a wave, but need not, does not; the rollout goes on. */
    record ProofOpen(Proof proof, String seen) implements RolloutEvent {}

    /** What must hold after a wave does not; later waves are not begun. */
    record ProofFailed(Proof proof, String seen) implements RolloutEvent {}

    /** Why a host was not finished. */
    enum FailureKind {
        /** A step went wrong on the host. */
        STEP,
        /** Another run is changing the host; nothing was done there. */
        LOCKED,
        /** The host has changed since the plan was made; nothing was done. */
        STALE,
        /** The host could not be reached, or was lost. */
        CONNECTION
    }
}
