package org.aloft.agent.config.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the meaning of a file depends on besides its text: the host, and the command line.
 *
 * @param hostName as {@code uname -n} says it
 * @param configurationId what {@code @word} lines are compared with, {@code --config-id}
 * @param everyIncludeMustExist {@code --all-config}: an include line whose file is missing is an error
 * @param parts which parts are read, {@code --vrrp} or {@code --check}
 * @param namespace the network namespace to run in whatever the file says, {@code --namespace}
 */
public record Surroundings(
        String hostName,
        String configurationId,
        boolean everyIncludeMustExist,
        Parts parts,
        Optional<String> namespace) {
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Where an include line whose file is missing is no error, and all parts are read. */
    public Surroundings(String hostName, String configurationId) {
        this(hostName, configurationId, false, Parts.ALL, Optional.empty());
    }

    /**
     * Those of this host.
     *
     * @param configurationId empty for the first part of the host's name
     */
    public static Surroundings ofThisHost(Optional<String> configurationId) {
        String hostName = kernelHostName();
        String firstPart = hostName.split("\\.", 2)[0];
        return new Surroundings(hostName, configurationId.orElse(firstPart));
    }

    private static String kernelHostName() {
        try {
            String name = Files.readString(KERNEL_HOST_NAME).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException unreadable) { // a kernel without /proc cannot run aloftd, but can test a file
            return "localhost";
        }
    }
}
