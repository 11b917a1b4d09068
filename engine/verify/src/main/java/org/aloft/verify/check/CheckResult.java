package org.aloft.verify.check;

/**
 * What one check found about one thing.
 *
 * @param id stable, for machines: {@code one-holder}
 * @param title what is checked, for people
 * @param subject which VIP, service or host
 * @param verdict passed or not
 * @param seen what was found
 * @param expected what should be so; empty when it passed or was skipped
 * @param fix the way out; empty when it passed
 */
public record CheckResult(
        String id, String title, String subject, Verdict verdict, String seen, String expected, String fix) {

    /** How it went. */
    public enum Verdict {
        /** As it should be. */
        PASSED,
        /** Not as it should be. */
        FAILED,
        /** Could not be looked at; {@link CheckResult#seen} says why. */
        SKIPPED
    }

    /** Whether it failed. */
    public boolean failed() {
        return verdict == Verdict.FAILED;
    }
}
