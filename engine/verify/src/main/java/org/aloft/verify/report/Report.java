package org.aloft.verify.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.verify.check.CheckResult;

/**
 * The results of a run.
 *
 * @param cluster its name
 * @param started by this machine's clock
 * @param took duration of the run
 * @param from the host that requests started from, or {@code this machine}
 * @param versions of aloft and of each director's agent, by name
 * @param checks before the drills
 * @param drills in the order they ran
 * @param afterwards the checks after the drills; empty without drills
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

    /** Whether no check failed, before or after, and all drills are within budget. */
    public boolean passed() {
        return checks.stream().noneMatch(CheckResult::failed)
                && afterwards.stream().noneMatch(CheckResult::failed)
                && drills.stream().allMatch(DrillResult::passed);
    }
}
