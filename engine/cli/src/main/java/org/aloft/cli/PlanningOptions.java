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
                    "Change only these hosts: names, * for any, separated by commas. Their peers are asked all the same.")
    private String limit;

    @Option(
            names = "--allow-last-director",
            description = "Change a director even when no other one works that could take over.")
    private boolean allowLastDirector;

    @Option(
            names = "--forget",
            split = ",",
            paramLabel = "HOSTS",
            description = "Do not look any more for these hosts, which left the topology and are gone for good.")
    private Set<String> forget = Set.of();

    PlanOptions of(Session session) throws Failure {
        return new PlanOptions(session.limit(limit), allowLastDirector, forget);
    }
}
