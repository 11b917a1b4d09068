package org.aloft.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long hosts wait for the word that what was done to them may stay: a flag of every command that changes hosts. */
final class ConfirmOptions {
    /** What is waited when nobody says otherwise: netplan's time, and more than any proof needs. */
    static final Duration DEFAULT = Duration.ofMinutes(2);

    /** Two renewals of the lease may fail in this time. */
    private static final int LEAST = 60;

    private static final int MOST = 3600;

    @Option(
            names = "--confirm-within",
            paramLabel = "SECONDS",
            description =
                    "A host undoes its changes by itself when they are not confirmed for so long: over a new connection,"
                            + " once what must hold after its wave holds. 60 to 3600, default: 120.")
    private Integer seconds;

    Duration time() throws Failure {
        if (seconds == null) {
            return DEFAULT;
        }
        if (seconds < LEAST || seconds > MOST) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--confirm-within must be %d to %d seconds: %d".formatted(LEAST, MOST, seconds),
                    "leave it out for " + DEFAULT.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }
}
