package org.aloft.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
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

    @Option(
            names = "--serial",
            paramLabel = "N",
            description =
                    "Change N real servers of a service at a time. Default: one, then a quarter of them, and all at"
                            + " once where no service is interrupted.")
    private Integer serial;

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            description = "Go on, without what depends on them, until N hosts have failed. Default: the wave in which a"
                    + " host fails is the last one.")
    private Integer maxFailures;

    /** Refuses any of these flags: a kept plan has its own. */
    void requireNone(Path kept) throws Failure {
        if (limit != null || allowLastDirector || !forget.isEmpty() || serial != null || maxFailures != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    kept
                            + " says itself what may be changed and how: --limit, --allow-last-director, --forget, --serial"
                            + " and --max-failures cannot be added",
                    "leave them out, or make another plan with them:  aloft plan -o FILE");
        }
    }

    PlanOptions of(Session session) throws Failure {
        return new PlanOptions(
                session.limit(limit),
                allowLastDirector,
                forget,
                number("--serial", serial),
                number("--max-failures", maxFailures));
    }

    private static OptionalInt number(String name, Integer value) throws Failure {
        if (value != null && value < 1) {
            throw new Failure(ExitCode.USAGE, name + " must be 1 or more: " + value, "leave it out");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
