package org.aloft.cli;

import java.util.Set;
import org.aloft.plan.rollout.PlanOptions;
import picocli.CommandLine.Option;

/** What may be changed: the flags of every command that plans. */
final class PlanningOptions {
    @Option(
            names = {"-l", "--limit"},
            paramLabel = "HOSTS",
            description =
                    "Change only these hosts: Ansible's patterns, as in web*,&lb,!web3, web[0:2], ~regex, @FILE. Their"
                            + " peers are still probed.")
    private String limit;

    @Option(
            names = "--allow-last-director",
            description = "Change a director even when no other working director could take over.")
    private boolean allowLastDirector;

    @Option(
            names = "--forget",
            split = ",",
            paramLabel = "HOSTS",
            description = "Stop looking for these hosts: they left the topology and are gone for good.")
    private Set<String> forget = Set.of();

    PlanOptions of(Session session) throws Failure {
        return new PlanOptions(session.limit(limit), allowLastDirector, forget);
    }
}
