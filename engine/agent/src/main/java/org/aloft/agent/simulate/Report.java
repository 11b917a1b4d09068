package org.aloft.agent.simulate;

import java.util.List;

/**
 * What a set of files will do.
 *
 * @param cluster the files
 * @param seeds runs of each trial
 * @param results of each trial
 * @param findings what is the matter, breaches first
 */
record Report(Cluster cluster, int seeds, List<TrialResult> results, List<Finding> findings) {
    /** Whether every property held in every run. */
    boolean isFine() {
        return findings.stream().noneMatch(Finding::breaks);
    }
}
