package org.aloft.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.aloft.ssh.Connector;
import org.aloft.ssh.Fleet;

/**
 * What commands use of the world outside, besides the terminal.
 *
 * @param installation what this copy of Aloft ships
 * @param dialer connects to hosts
 * @param clock for times that are shown
 * @param nanoTime for durations: nanoseconds from any beginning, never backwards
 * @param random for passwords
 */
record Surroundings(
        Installation installation, Fleet.Dialer dialer, Clock clock, LongSupplier nanoTime, RandomGenerator random) {
    /** This process's own: SSH, and the machine's clocks. */
    static Surroundings ofProcess() {
        return new Surroundings(
                Installation.ofProcess(),
                new Connector(new SecureRandom())::connect,
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom());
    }
}
