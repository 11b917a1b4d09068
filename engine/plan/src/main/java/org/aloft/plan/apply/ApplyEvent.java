package org.aloft.plan.apply;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A line that the apply script prints: {@code @aloft}, a word, and its fields; texts are in base64, so that nothing on
 * a host can imitate or break a line.
 */
public sealed interface ApplyEvent {
    /** What each event line begins with. */
    String PREFIX = "@aloft";

    /**
     * A step begins.
     *
     * @param number the step's
     */
    record StepStarted(int number) implements ApplyEvent {}

    /**
     * A step has been done.
     *
     * @param number the step's
     */
    record StepDone(int number) implements ApplyEvent {}

    /**
     * A step failed; those after it are not begun.
     *
     * @param number the step's; 0 when the preparations failed
     * @param message the last lines that its command said
     */
    record StepFailed(int number, String message) implements ApplyEvent {}

    /**
     * Another run is changing this host; nothing was done.
     *
     * @param who user and machine of the other run
     * @param since when it began, ISO 8601
     */
    record LockHeld(String who, String since) implements ApplyEvent {}

    /**
     * The manifest is not the one that the plan was made from: somebody else has changed this host since. Nothing was
     * done.
     */
    record Stale() implements ApplyEvent {}

    /**
     * Somebody has broken this run's lease; nothing was done.
     *
     * @param who user and machine that broke it
     * @param when ISO 8601
     */
    record Broken(String who, String when) implements ApplyEvent {}

    /**
     * A run holds the lease; said to those who ask.
     *
     * @param runId the run
     * @param who user and machine
     * @param since when the run began, ISO 8601
     * @param secondsLeft until it ends by itself, unless it is renewed
     * @param busy whether a script of a run is at work
     */
    record LeaseHeld(String runId, String who, String since, long secondsLeft, boolean busy) implements ApplyEvent {}

    /** Nobody holds the lease; said to those who ask. */
    record LeaseFree() implements ApplyEvent {}

    /** The lease of the run that was named is broken. */
    record LeaseBroken() implements ApplyEvent {}

    /** The lease is held by this run. */
    record Leased() implements ApplyEvent {}

    /**
     * All steps have been done.
     *
     * @param changed how many
     */
    record Finished(int changed) implements ApplyEvent {}

    /** What this run did to the host stays. */
    record Confirmed() implements ApplyEvent {}

    /**
     * A step has been undone.
     *
     * @param number the step's
     */
    record Undone(int number) implements ApplyEvent {}

    /**
     * A step stays as it is: it had changed nothing yet, or what it did is never undone.
     *
     * @param number the step's
     */
    record Stays(int number) implements ApplyEvent {}

    /**
     * Something could not be undone; the rest was.
     *
     * @param message the call, and what it said
     */
    record NotUndone(String message) implements ApplyEvent {}

    /** All that could be undone is undone. */
    record Reverted() implements ApplyEvent {}

    /** Reads a line; empty when it is not an event. */
    static Optional<ApplyEvent> parse(String line) {
        List<String> fields = Arrays.asList(line.strip().split(" ", -1));
        if (fields.size() < 3 || !fields.get(0).equals(PREFIX)) {
            return Optional.empty();
        }
        try {
            return switch (fields.get(1)) {
                case "started" -> Optional.of(new StepStarted(Integer.parseInt(fields.get(2))));
                case "done" -> Optional.of(new StepDone(Integer.parseInt(fields.get(2))));
                case "failed" -> Optional.of(new StepFailed(Integer.parseInt(fields.get(2)), text(fields, 3)));
                case "locked" -> Optional.of(new LockHeld(text(fields, 2), text(fields, 3)));
                case "broken" -> Optional.of(new Broken(text(fields, 2), text(fields, 3)));
                case "held" ->
                    Optional.of(new LeaseHeld(
                            text(fields, 2),
                            text(fields, 3),
                            text(fields, 4),
                            Long.parseLong(fields.get(5)),
                            fields.get(6).equals("yes")));
                case "free" -> Optional.of(new LeaseFree());
                case "unlocked" -> Optional.of(new LeaseBroken());
                case "stale" -> Optional.of(new Stale());
                case "leased" -> Optional.of(new Leased());
                case "confirmed" -> Optional.of(new Confirmed());
                case "undone" -> Optional.of(new Undone(Integer.parseInt(fields.get(2))));
                case "stays" -> Optional.of(new Stays(Integer.parseInt(fields.get(2))));
                case "not-undone" -> Optional.of(new NotUndone(text(fields, 2)));
                case "reverted" -> Optional.of(new Reverted());
                case "finished" -> Optional.of(new Finished(Integer.parseInt(fields.get(2))));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            return Optional.empty();
        }
    }

    private static String text(List<String> fields, int index) {
        if (index >= fields.size()) {
            return "";
        }
        return new String(Base64.getDecoder().decode(fields.get(index)), StandardCharsets.UTF_8).strip();
    }
}
