package org.aloft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine of the measurements.
 *
 * @param processor its name
 * @param cores how many
 * @param kernel release
 * @param java that ran the benchmark, and linked aloftd's runtime
 * @param aloftd version
 * @param keepalived version
 * @param load average of the last minute before the first measurement: more than a few tenths distorts them
 */
record Machine(String processor, int cores, String kernel, String java, String aloftd, String keepalived, String load) {
    static Machine here(Stage stage) {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                Shell.run("uname", "-r").strip(),
                System.getProperty("java.runtime.version"),
                Shell.run(stage.aloftd().home().resolve("bin/aloftd").toString(), "--version")
                        .strip(),
                Shell.run("/usr/sbin/keepalived", "--version")
                        .lines()
                        .findFirst()
                        .orElse("?"),
                loadAverage());
    }

    private static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException unreadable) {
            return "?";
        }
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException unreadable) {
            return System.getProperty("os.arch");
        }
    }
}
