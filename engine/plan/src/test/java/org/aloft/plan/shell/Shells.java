package org.aloft.plan.shell;

import java.util.stream.Stream;
import org.aloft.lab.Packages;

/** The shells that a host's {@code sh} may be. */
public final class Shells {
    private Shells() {}

    /** Debian's, the one of Red Hat and SUSE, and Alpine's, each as a command; installed where it is missing. */
    public static Stream<String> all() {
        Packages.provide("dash", "/usr/bin/dash");
        Packages.provide("bash", "/usr/bin/bash");
        Packages.provide("busybox", "/usr/bin/busybox");
        return Stream.of("dash", "bash", "busybox sh");
    }
}
