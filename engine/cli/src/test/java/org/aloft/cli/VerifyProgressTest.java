package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import org.aloft.verify.VerifyEvent;
import org.aloft.verify.check.CheckResult;
import org.junit.jupiter.api.Test;

/** What is shown of a check as soon as it is judged. */
class VerifyProgressTest {
    @Test
    void shouldNotTakeACheckThatWasNotMadeForOneThatPassed() {
        assertThat(shown(CheckResult.Verdict.PASSED)).isEqualTo("  ✓ fe80::10: one answers\n");
        assertThat(shown(CheckResult.Verdict.FAILED)).isEqualTo("  ✗ fe80::10: one answers: nobody is asked\n");
        assertThat(shown(CheckResult.Verdict.SKIPPED))
                .isEqualTo("  – fe80::10: one answers: not looked at, nobody is asked\n");
    }

    private static String shown(CheckResult.Verdict verdict) {
        StringWriter errors = new StringWriter();
        new VerifyProgress(Invocation.notATerminal(new StringWriter(), errors))
                .show(new VerifyEvent.Checked(
                        new CheckResult("arp", "one answers", "fe80::10", verdict, "nobody is asked", "", ""), false));
        return errors.toString();
    }
}
