package org.aloft.topology;

import java.nio.file.Path;

/** {@code ~/} in a path means the home folder of the user who runs Aloft. */
final class HomeFolder {
    private HomeFolder() {}

    static Path resolve(String written) {
        return written.equals("~") || written.startsWith("~/")
                ? Path.of(System.getProperty("user.home") + written.substring(1))
                : Path.of(written);
    }
}
