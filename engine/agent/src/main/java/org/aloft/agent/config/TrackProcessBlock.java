package org.aloft.agent.config;

import java.time.Duration;
import java.util.List;

/**
 * One {@code vrrp_track_process}.
 *
 * <pre>
 * vrrp_track_process haproxy {
 *     process haproxy
 *     weight 10
 * }
 * </pre>
 *
 * @param name the word after the keyword
 * @param process the program's name as the kernel knows it, or the first word of its command line
 * @param parameters the words after it, to be compared with the command line
 * @param match how they are compared
 * @param fullCommand {@code full_command}: compare the command line even if there are no parameters
 * @param weight the default for those who track it; 0 when not said, as keepalived 2.2.7 does (its manual says 1)
 * @param quorum how many there must be at the least; 1 when not said
 * @param quorumMax how many there may be at the most
 * @param forkDelay how long there must be enough before it counts as up
 * @param terminateDelay how long there must be too few, or too many, before it counts as down
 */
public record TrackProcessBlock(
        String name,
        String process,
        List<String> parameters,
        Match match,
        boolean fullCommand,
        TrackWeight weight,
        int quorum,
        int quorumMax,
        Duration forkDelay,
        Duration terminateDelay) {
    /** How the parameters of a process are compared. */
    public enum Match {
        /** Not at all when none are given, else like {@link #ALL}. */
        AS_GIVEN,
        /** {@code param_match} alone: all of them, and no more. */
        ALL,
        /** {@code param_match partial}: the process may have more. */
        FIRST,
        /** {@code param_match initial}: the last one may be longer than what is given. */
        PREFIX
    }

    /** Takes a copy of the list. */
    public TrackProcessBlock {
        parameters = List.copyOf(parameters);
    }

    /** Whether the command line has to be looked at. */
    public boolean needsCommandLine() {
        return fullCommand || !parameters.isEmpty() || match != Match.AS_GIVEN;
    }
}
