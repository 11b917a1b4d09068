package org.aloft.topology.inventory;

import java.util.List;
import org.aloft.topology.model.Host;
import org.aloft.topology.problem.Problem;

/**
 * How a host would be reached, and why.
 *
 * @param host as far as it could be read
 * @param groups its groups, sorted
 * @param reasons what was written about it; what has no reason is a default
 * @param mistakes why it cannot be reached; empty if it can, as far as can be said without asking it
 * @param warnings what is hardly meant
 */
public record HostAccess(
        Host host, List<String> groups, List<Reason> reasons, List<Problem> mistakes, List<Problem> warnings) {
    /** Takes copies. */
    public HostAccess {
        groups = List.copyOf(groups);
        reasons = List.copyOf(reasons);
        mistakes = List.copyOf(mistakes);
        warnings = List.copyOf(warnings);
    }
}
