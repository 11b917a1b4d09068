package org.aloft.topology.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What instances and sync groups can track, defined once for all of them. A weight of 0 means that whoever tracks it
 * gives its VIPs up while it is down; any other changes the priority: a negative one while it is down, a positive one
 * while it is up.
 */
public record Trackers(List<TrackedScript> scripts, List<TrackedProcess> processes, List<TrackedFile> files) {
    /** Nothing to track. */
    public static final Trackers NONE = new Trackers(List.of(), List.of(), List.of());

    public Trackers {
        scripts = List.copyOf(scripts);
        processes = List.copyOf(processes);
        files = List.copyOf(files);
    }

    /**
     * A program that says by its exit code whether all is well: 0.
     *
     * @param run absolute path and arguments, as in keepalived.conf(5)
     * @param interval between two runs; whole seconds
     * @param timeout after which a run counts as failed; the interval unless said
     * @param rise successes in a row until it is up
     * @param fall failures in a row until it is down
     * @param weight -253..253
     * @param user as whom it runs; {@link AgentSettings#scriptUser()} unless said
     */
    public record TrackedScript(
            String name,
            String run,
            Duration interval,
            Optional<Duration> timeout,
            int rise,
            int fall,
            int weight,
            Optional<String> user) {}

    /**
     * A process that must run.
     *
     * @param process its program's name or path
     * @param quorum how many of them must run
     * @param delay how long a change must last until it counts
     * @param weight -253..253
     */
    public record TrackedProcess(String name, String process, int quorum, Duration delay, int weight) {}

    /**
     * A file that holds a number.
     *
     * @param path absolute
     * @param weight -254..254, by which the number is multiplied
     */
    public record TrackedFile(String name, String path, int weight) {}
}
