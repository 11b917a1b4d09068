package org.aloft.verify.check;

import java.util.List;

/** Judges what was observed. Pure: equal findings give equal results. */
public sealed interface Check
        permits OneHolder,
                ArpAnswered,
                IpvsAsWanted,
                ProxyAsWanted,
                RealServersPrepared,
                DirectorsPrepared,
                SameAgents,
                Announced,
                RequestsReach {
    /** Stable, for machines. */
    String id();

    /** What is checked. */
    String title();

    /** The results, one per VIP, service or host. */
    List<CheckResult> judge(Findings findings);

    /** All checks, in the order in which an engineer would look. */
    static List<Check> all() {
        return List.of(
                new OneHolder(),
                new ArpAnswered(),
                new IpvsAsWanted(),
                new ProxyAsWanted(),
                new RealServersPrepared(),
                new DirectorsPrepared(),
                new SameAgents(),
                new Announced(),
                new RequestsReach());
    }

    /** The checks that need only the hosts' state: whether the cluster is healthy. */
    static List<Check> ofHealth() {
        return List.of(
                new OneHolder(), new IpvsAsWanted(), new ProxyAsWanted(), new DirectorsPrepared(), new Announced());
    }

    /** A passed check. */
    default CheckResult passed(String subject, String seen) {
        return new CheckResult(id(), title(), subject, CheckResult.Verdict.PASSED, seen, "", "");
    }

    /** A failed check. */
    default CheckResult failed(String subject, String seen, String expected, String fix) {
        return new CheckResult(id(), title(), subject, CheckResult.Verdict.FAILED, seen, expected, fix);
    }

    /** A check that could not be made. */
    default CheckResult skipped(String subject, String reason) {
        return new CheckResult(id(), title(), subject, CheckResult.Verdict.SKIPPED, reason, "", "");
    }
}
