package org.aloft.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.aloft.ssh.Connector;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.KeyRing;
import org.aloft.topology.sshconfig.SshConfigFiles;

/**
 * What commands use of the world outside, besides the terminal.
 *
 * @param installation what this copy of Aloft ships
 * @param dialer connects to hosts
 * @param clock for times that are shown
 * @param nanoTime for durations: nanoseconds from any beginning, never backwards
 * @param random for passwords
 * @param sshConfig where ssh(1) would look for its configuration
 * @param keys passphrases of private keys
 */
record Surroundings(
        Installation installation,
        Fleet.Dialer dialer,
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        SshConfigFiles sshConfig,
        KeyRing keys) {
    /** This process's own: SSH, and the machine's clocks. */
    static Surroundings ofProcess() {
        KeyRing keys = KeyRing.ofProcess();
        return new Surroundings(
                Installation.ofProcess(),
                new Connector(new Random(), keys)::connect,
                Clock.systemUTC(),
                System::nanoTime,
                () -> new SecureRandom().nextLong(), // looking for its provider takes time that most commands need not
                SshConfigFiles.of(Path.of(System.getProperty("user.home")), System.getProperty("user.name")),
                keys);
    }
}
