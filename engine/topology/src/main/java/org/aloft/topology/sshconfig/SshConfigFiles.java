package org.aloft.topology.sshconfig;

import java.nio.file.Path;
import java.util.List;

/**
 * Where ssh(1) looks for its configuration.
 *
 * @param read the files that are read for every host when no other one is named, the stronger first; missing ones count
 *     as empty
 * @param home the folder that {@code ~} and {@code %d} stand for
 * @param user who runs Aloft: {@code %u}, and {@code Match localuser}
 */
public record SshConfigFiles(List<Path> read, Path home, String user) {
    /** The folder that relative names in files outside of {@code ~/.ssh} belong to. */
    static final Path SYSTEM = Path.of("/etc/ssh");

    /** Takes a copy of the list. */
    public SshConfigFiles {
        read = List.copyOf(read);
    }

    /** Those of the user whose home folder this is, and the machine's. */
    public static SshConfigFiles of(Path home, String user) {
        return new SshConfigFiles(List.of(home.resolve(".ssh/config"), SYSTEM.resolve("ssh_config")), home, user);
    }

    /** None but those that an inventory names. */
    public static SshConfigFiles none(Path home, String user) {
        return new SshConfigFiles(List.of(), home, user);
    }

    /** Of this process's user; none but those that an inventory names. */
    public static SshConfigFiles none() {
        return none(Path.of(System.getProperty("user.home")), System.getProperty("user.name"));
    }
}
