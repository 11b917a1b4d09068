package org.aloft.verify.check;

/**
 * The result of a check for one VIP, service or host.
 *
 * @param id stable, for machines: {@code one-holder}
 * @param title what is checked
 * @param subject the VIP, service or host
 * @param verdict whether it passed
 * @param seen what was found
 * @param expected what should be found; empty unless it failed
 * @param fix what to do; empty unless it failed
 */
public record CheckResult(
        String id, String title, String subject, Verdict verdict, String seen, String expected, String fix) {

    /** Whether a check passed. */
    public enum Verdict {
        /** As expected. */
        PASSED,
        /** Not as expected. */
        FAILED,
        /** Could not be checked; {@link CheckResult#seen} says why. */
        SKIPPED
    }

    /** Whether it failed. */
    public boolean failed() {
        return verdict == Verdict.FAILED;
    }
}
