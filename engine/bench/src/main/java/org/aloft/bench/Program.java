package org.aloft.bench;

import java.nio.file.Path;
import java.util.List;

/** What is measured. */
sealed interface Program {
    /** For the table. */
    String name();

    /** The command that runs it in the foreground, with its state in {@code folder}. */
    List<String> command(Path configuration, Path folder);

    /**
     * aloftd from its bundle.
     *
     * @param home where that was unpacked
     * @param http the port of its pages, or off, so that it does no more than what it is compared with
     */
    record Aloftd(Path home, String http) implements Program {
        static final String PORT = "9753";

        Aloftd(Path home) {
            this(home, "off");
        }

        /** The same, with its pages. */
        Aloftd withPages() {
            return new Aloftd(home, PORT);
        }

        @Override
        public String name() {
            return "aloftd";
        }

        @Override
        public List<String> command(Path configuration, Path folder) {
            return List.of(
                    home.resolve("bin/aloftd").toString(),
                    "-f",
                    configuration.toString(),
                    "--run-directory",
                    folder.toString(),
                    "--http",
                    http);
        }
    }

    /** The machine's keepalived, its VRRP process alone. */
    record Keepalived() implements Program {
        @Override
        public String name() {
            return "keepalived";
        }

        @Override
        public List<String> command(Path configuration, Path folder) {
            return List.of(
                    "/usr/sbin/keepalived",
                    "--dont-fork",
                    "--log-console",
                    "--vrrp",
                    "-f",
                    configuration.toString(),
                    "-p",
                    folder.resolve("pid").toString(),
                    "-r",
                    folder.resolve("vrrp.pid").toString());
        }
    }
}
