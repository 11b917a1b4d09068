package org.aloft.topology.yaml;

import java.nio.file.Path;

/** {@code ~/} in a path means the home folder of the user who runs Aloft. */
public final class HomeFolder {
    private HomeFolder() {}

    /** The path, with a leading {@code ~} replaced. */
    public static Path resolve(String written) {
        return written.equals("~") || written.startsWith("~/")
                ? Path.of(System.getProperty("user.home") + written.substring(1))
                : Path.of(written);
    }
}
