package org.aloft.verify.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.verify.check.CheckResult;

/**
 * All that one run found.
 *
 * @param cluster what the cluster is called
 * @param started when, by this machine's clock
 * @param took how long it all took
 * @param from the host whose side was measured, or {@code this machine}
 * @param versions what → its version: aloft, and each director's agent
 * @param checks what was looked at before the drills
 * @param drills in the order in which they ran
 * @param afterwards the checks again, after the drills; empty when there were none
 */
public record Report(
        String cluster,
        Instant started,
        Duration took,
        String from,
        Map<String, String> versions,
        List<CheckResult> checks,
        List<DrillResult> drills,
        List<CheckResult> afterwards) {
    /** Keeps copies. */
    public Report {
        versions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        checks = List.copyOf(checks);
        drills = List.copyOf(drills);
        afterwards = List.copyOf(afterwards);
    }

    /** Whether every check passed, before and after, and every drill stayed within its budgets. */
    public boolean passed() {
        return checks.stream().noneMatch(CheckResult::failed)
                && afterwards.stream().noneMatch(CheckResult::failed)
                && drills.stream().allMatch(DrillResult::passed);
    }
}
