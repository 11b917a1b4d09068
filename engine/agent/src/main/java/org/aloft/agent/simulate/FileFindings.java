package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.List;

/** What the files alone show. Pure. */
final class FileFindings {
    private FileFindings() {}

    static List<Finding> of(Wiring wiring) {
        List<Finding> findings = new ArrayList<>();
        for (List<Member> group : wiring.cluster().groups()) {
            findings.addAll(GroupRules.of(group));
            findings.addAll(TrackerRules.of(group));
        }
        findings.addAll(SyncGroupRules.of(wiring));
        return findings;
    }
}
