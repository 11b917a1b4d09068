package org.aloft.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.aloft.topology.model.Host;

/** The hosts that a command looks at: those that are named behind the topology, or all of the topology. */
final class ChosenHosts {
    /** For the help of a command that has such a parameter. */
    static final String DESCRIPTION = "These hosts only; Ansible's patterns. Default: all hosts of the topology.";

    private ChosenHosts() {}

    static Collection<Host> of(Session session, List<String> patterns) throws Failure {
        if (patterns.isEmpty()) {
            return session.topology().hosts().values();
        }
        List<Host> hosts = new ArrayList<>();
        for (String name : names(session, patterns)) {
            Host host = session.host(name);
            if (host == null) {
                throw new Failure(
                        ExitCode.USAGE,
                        "how to connect to " + name + " cannot be read from the inventory",
                        "leave " + name + " out, or put its variables right");
            }
            hosts.add(host);
        }
        return hosts;
    }

    private static Collection<String> names(Session session, List<String> patterns) throws Failure {
        try {
            return session.limit(String.join(",", patterns));
        } catch (Failure wrong) {
            throw new Failure(
                    wrong.exitCode(), wrong.getMessage().replaceFirst("^--limit ", "HOST "), wrong.fix(), wrong);
        }
    }
}
