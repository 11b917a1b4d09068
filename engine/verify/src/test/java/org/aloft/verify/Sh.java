package org.aloft.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.aloft.ssh.ScriptResult;

/** Runs scripts here, as a host would. */
public final class Sh {
    private Sh() {}

    /** Runs it with the tests' own environment. */
    public static ScriptResult run(String script) {
        return run(script, Map.of(), "/bin/sh");
    }

    /** Runs a program with this text on standard input, and these variables beside the tests' own. */
    public static ScriptResult run(String input, Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ScriptResult(process.onExit().join().exitValue(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
