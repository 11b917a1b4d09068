package org.aloft.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Programs that a lab, or a test, needs from this machine: installed where they are missing. Stateless. */
public final class Packages {
    private static final Duration INSTALLATION = Duration.ofMinutes(10);

    private Packages() {}

    /**
     * Sees to it that one program is there.
     *
     * @param name the package of Debian and Ubuntu that brings it
     * @param program its absolute path
     * @throws LabException when it is missing, and this user or this machine cannot install it
     */
    public static void provide(String name, String program) {
        provide(Map.of(name, program), line -> {});
    }

    /** As {@link #provide(String, String)}, for several: package → a program that it brings. */
    static void provide(Map<String, String> programs, Consumer<String> progress) {
        List<String> missing = new ArrayList<>();
        programs.forEach((name, program) -> {
            if (!Files.isExecutable(Path.of(program))) {
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            install(missing, progress);
        }
    }

    private static void install(List<String> packages, Consumer<String> progress) {
        String names = String.join(" ", packages);
        if (!Machine.isRoot()) {
            throw new LabException(names + " is missing on this machine", "run: sudo apt-get install " + names);
        }
        progress.accept("installing " + names);
        List<String> arguments = new ArrayList<>(
                List.of("apt-get", "install", "-qy", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"));
        arguments.addAll(packages);
        if (Command.run(INSTALLATION, arguments).exitCode() != 0) {
            Command.require("bringing apt's lists up to date", INSTALLATION, List.of("apt-get", "-q", "update"));
            Command.require("installing " + names, INSTALLATION, arguments);
        }
    }
}
