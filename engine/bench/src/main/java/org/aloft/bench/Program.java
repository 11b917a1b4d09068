package org.aloft.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.lab.Packages;

/** A program that is measured. */
sealed interface Program {
    /** Its name in the table. */
    String name();

    /** The command that runs it in the foreground, with its state in {@code folder}. */
    List<String> command(Path configuration, Path folder);

    /**
     * aloftd from its bundle.
     *
     * @param home where that was unpacked
     * @param http the port of its pages; {@code off} where keepalived has nothing to compare
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

    /**
     * The machine's keepalived, its checker alone.
     *
     * @param preload a library that answers for IPVS where the kernel has none; empty where it has
     */
    record KeepalivedChecker(Optional<Path> preload) implements Program {
        private static final Path IPVS = Path.of("/proc/net/ip_vs");

        /** Compiles the library where it is needed, into the stage's folder. */
        static KeepalivedChecker in(Path folder) {
            if (Files.exists(IPVS)) {
                return new KeepalivedChecker(Optional.empty());
            }
            Packages.provide("gcc", "/usr/bin/gcc");
            Packages.provide("libc6-dev", "/usr/include/dlfcn.h");
            Path source = folder.resolve("no-ipvs.c");
            Path library = folder.resolve("no-ipvs.so");
            try (InputStream text = Program.class.getResourceAsStream("no-ipvs.c")) {
                Files.copy(text, source);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            Shell.run("gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl");
            return new KeepalivedChecker(Optional.of(library));
        }

        @Override
        public String name() {
            return "keepalived";
        }

        @Override
        public List<String> command(Path configuration, Path folder) {
            List<String> command = new ArrayList<>(List.of("env"));
            preload.ifPresent(library -> command.add("LD_PRELOAD=" + library));
            command.addAll(List.of(
                    "stdbuf", // else its log comes in blocks
                    "-oL",
                    "/usr/sbin/keepalived",
                    "--dont-fork",
                    "--log-console",
                    "--check",
                    "-f",
                    configuration.toString(),
                    "-p",
                    folder.resolve("pid").toString(),
                    "-c",
                    folder.resolve("checkers.pid").toString()));
            return command;
        }
    }
}
