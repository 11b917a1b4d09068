package org.aloft.plan.rollout;

import java.util.List;

/**
 * Batches that are carried out together.
 *
 * @param number 1-based
 * @param title what kind of hosts they are about: {@code real servers}
 * @param batches at least one, at most one a host, in the inventory's order
 * @param proofs all of what must hold before the next wave begins
 */
public record Wave(int number, String title, List<Batch> batches, List<Proof> proofs) {
    public Wave {
        batches = List.copyOf(batches);
        proofs = List.copyOf(proofs);
    }

    /** The hosts that it changes. */
    public List<String> hosts() {
        return batches.stream().map(Batch::host).toList();
    }
}
