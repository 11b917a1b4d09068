package org.aloft.agent.run;

import org.aloft.agent.config.ProcessNames;

/** Which part of the daemon a thread belongs to, by its initial name. */
final class ThreadParts {
    /** What the JVM's launcher leaves the first thread with, and the one that runs {@code main}. */
    private static final String LAUNCHED = "java";

    private ThreadParts() {}

    /** The name that is wanted for a thread; its own if none is. */
    static String name(String started, ProcessNames names) {
        if (started.equals(LAUNCHED)) {
            return names.process().orElse("aloftd");
        }
        if (started.equals("vrrp")) {
            return names.vrrp().orElse(started);
        }
        if (started.equals("bfd")) {
            return names.bfd().orElse(started);
        }
        boolean checks = started.startsWith("checks-") || started.equals("balancer") || started.equals("pinger");
        return checks ? names.checker().orElse(started) : started;
    }
}
