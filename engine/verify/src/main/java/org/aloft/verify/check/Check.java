package org.aloft.verify.check;

import java.util.List;

/** Looks at what was collected and judges it. Pure: the same findings always give the same results. */
public sealed interface Check
        permits OneHolder, ArpAnswered, IpvsAsWanted, RealServersPrepared, DirectorsPrepared, RequestsReach {
    /** Stable, for machines. */
    String id();

    /** What is checked, in a few words. */
    String title();

    /** The results, one a thing that was looked at. */
    List<CheckResult> judge(Findings findings);

    /** All of them, in the order in which a person would look. */
    static List<Check> all() {
        return List.of(
                new OneHolder(),
                new ArpAnswered(),
                new IpvsAsWanted(),
                new RealServersPrepared(),
                new DirectorsPrepared(),
                new RequestsReach());
    }

    /** Those that need nothing but a look at the hosts: whether the cluster is whole. */
    static List<Check> ofHealth() {
        return List.of(new OneHolder(), new IpvsAsWanted(), new DirectorsPrepared());
    }

    /** As it should be. */
    default CheckResult passed(String subject, String seen) {
        return new CheckResult(id(), title(), subject, CheckResult.Verdict.PASSED, seen, "", "");
    }

    /** Not as it should be. */
    default CheckResult failed(String subject, String seen, String expected, String fix) {
        return new CheckResult(id(), title(), subject, CheckResult.Verdict.FAILED, seen, expected, fix);
    }

    /** Could not be looked at. */
    default CheckResult skipped(String subject, String reason) {
        return new CheckResult(id(), title(), subject, CheckResult.Verdict.SKIPPED, reason, "", "");
    }
}
