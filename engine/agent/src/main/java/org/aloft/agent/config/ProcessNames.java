package org.aloft.agent.config;

import java.util.Optional;

/**
 * The names of aloftd and its threads in {@code ps -L}, {@code top -H} and {@code pgrep -w}. keepalived has a process
 * for each part, aloftd a thread.
 *
 * @param process {@code process_name}; aloftd when not said
 * @param vrrp {@code vrrp_process_name}: the thread that sends and hears adverts
 * @param checker {@code checker_process_name}: the threads that check and that fill IPVS
 * @param bfd {@code bfd_process_name}: the thread that speaks BFD
 */
public record ProcessNames(
        Optional<String> process, Optional<String> vrrp, Optional<String> checker, Optional<String> bfd) {
    /** As long as nothing is said. */
    public static final ProcessNames NONE =
            new ProcessNames(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Those of {@code process_names}. */
    public static final ProcessNames KEEPALIVEDS = new ProcessNames(
            Optional.of("keepalived"),
            Optional.of("keepalived_vrrp"),
            Optional.of("keepalived_ipvs"),
            Optional.of("keepalived_bfd"));

    /** These names, and the other's where there is none. */
    public ProcessNames orElse(ProcessNames other) {
        return new ProcessNames(
                process.or(other::process), vrrp.or(other::vrrp), checker.or(other::checker), bfd.or(other::bfd));
    }
}
