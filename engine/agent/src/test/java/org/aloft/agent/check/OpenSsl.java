package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.lab.Packages;

/** Makes keys and certificates as an operator does. */
final class OpenSsl {
    private static final String PROGRAM = "/usr/bin/openssl";

    private final Path folder;

    /** @param folder where it runs, and where files are that are named without a path */
    OpenSsl(Path folder) {
        Packages.provide("openssl", PROGRAM);
        this.folder = folder;
    }

    /** Runs one command, words separated by spaces. */
    void run(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(PROGRAM));
        words.addAll(List.of(command.split(" ", -1)));
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /**
     * A key and a certificate that it signed itself, {@code NAME.key} and {@code NAME.crt}.
     *
     * @param algorithm as {@code openssl req -newkey} has it
     */
    void identity(String name, String algorithm) throws IOException, InterruptedException {
        run("req -x509 -nodes -days 3 -subj /CN=" + name + " -newkey " + algorithm + " -keyout " + name + ".key -out "
                + name + ".crt");
    }

    Path file(String name) {
        return folder.resolve(name);
    }
}
