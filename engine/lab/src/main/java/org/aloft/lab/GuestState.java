package org.aloft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The library that guests need on processors whose registers are more than User-Mode Linux knows: whole-state.c says
 * why. Compiled once on each machine. Stateless.
 */
final class GuestState {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    /** What makes the state of a processor larger than all that came before: Intel's tiles, and the registers r16 to r31. */
    private static final Set<String> LARGE = Set.of("amx_tile", "apx");

    private GuestState() {}

    /** Its file, made if it is not there yet; empty where guests need none. */
    static Optional<Path> provide(Path home, Consumer<String> progress) throws IOException {
        if (!isLarge(Files.readString(PROCESSOR))) {
            return Optional.empty();
        }
        String source = Script.WHOLE_STATE.text();
        Path library = home.resolve("whole-state-" + BaseRoot.digest(source) + ".so");
        if (!Files.exists(library)) {
            compile(source, library, progress);
        }
        return Optional.of(library);
    }

    /** @param cpuinfo of proc_cpuinfo(5) */
    static boolean isLarge(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> List.of(line.split("\\s+")))
                .filter(flags -> flags.stream().anyMatch(LARGE::contains))
                .isPresent();
    }

    /** Beside it and renamed: another process may do the same just now. */
    private static void compile(String source, Path library, Consumer<String> progress) throws IOException {
        Packages.provide("gcc", "/usr/bin/gcc");
        progress.accept("compiling what guests need on this machine's processor (once)");
        Path folder = Files.createTempDirectory(library.getParent(), "whole-state");
        try {
            Path code = Files.writeString(folder.resolve(Script.WHOLE_STATE.fileName()), source);
            Path made = folder.resolve("made.so");
            Command.require(
                    "compiling " + library,
                    LIMIT,
                    List.of(
                            "/usr/bin/gcc",
                            "-O2",
                            "-shared",
                            "-fPIC",
                            "-nostdinc",
                            "-nostdlib",
                            "-ffreestanding",
                            "-fno-stack-protector",
                            "-o",
                            made.toString(),
                            code.toString()));
            Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(folder.resolve("made.so"));
            Files.deleteIfExists(folder.resolve(Script.WHOLE_STATE.fileName()));
            Files.delete(folder);
        }
    }
}
