package org.aloft.plan;

import java.util.List;

/**
 * Hosts that are changed together.
 *
 * @param number 1-based
 * @param title what kind of hosts they are: {@code real servers}
 * @param hosts at least one, in the inventory's order
 * @param proof all of what must hold before the next wave begins
 */
public record Wave(int number, String title, List<String> hosts, List<Proof> proof) {
    public Wave {
        hosts = List.copyOf(hosts);
        proof = List.copyOf(proof);
    }
}
