package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aloft.lab.Packages;

/**
 * Debian's Ansible with the collection {@code aloft.ha}, as a user has it whose settings are Ansible's own: nothing of
 * this user's environment reaches it. Immutable; safe for use by several threads.
 *
 * @param folder a test's own: the home of that user, in which {@code bin} has the command {@code aloft}
 * @param collections where the collection is found
 * @param settings environment variables that win over the usual ones
 */
record Ansible(Path folder, Path collections, Map<String, String> settings) {
    /** The checkout. */
    static final Path HOME =
            Path.of(System.getProperty("aloft.home")).toAbsolutePath().normalize();

    /** The folder of {@code ansible_collections} in the checkout. */
    static final Path COLLECTIONS = HOME.resolve("playbooks/collections");

    private static final Duration LONGEST = Duration.ofMinutes(6);

    /** Installs Ansible where it is missing, and puts {@code aloft}, as this build made it, into the user's PATH. */
    static Ansible in(Path folder) throws IOException {
        Packages.provide("python3", "/usr/bin/python3");
        Packages.provide("ansible-core", "/usr/bin/ansible-playbook");
        Path command = Files.createDirectories(folder.resolve("bin")).resolve("aloft");
        Files.writeString(command, """
                #!/bin/sh
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Daloft.home='%s' \\
                  -cp '%s/engine/cli/target/lib/*' org.aloft.cli.Aloft "$@"
                """.formatted(System.getProperty("java.home"), HOME, HOME));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("ansible.cfg"), "");
        return new Ansible(folder, COLLECTIONS, Map.of());
    }

    /** The same with the collections of another folder. */
    Ansible withCollections(Path other) {
        return new Ansible(folder, other, settings);
    }

    /** The same with one more environment variable. */
    Ansible with(String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return new Ansible(folder, collections, Map.copyOf(more));
    }

    /** Runs a playbook. */
    Invocation play(Path playbook, String... options) {
        List<String> words = new ArrayList<>(List.of("ansible-playbook", playbook.toString()));
        words.addAll(List.of(options));
        return run(folder, words);
    }

    /** Starts a playbook, and gives its end later. */
    CompletableFuture<Invocation> start(Path playbook, String... options) {
        return CompletableFuture.supplyAsync(() -> play(playbook, options));
    }

    /** Runs any program in a folder. One that takes too long is killed, with all that it started, and fails the test. */
    Invocation run(Path where, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(where.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        try {
            Process process = builder.start();
            try {
                CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
                CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
                assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS))
                        .as(words + " ended")
                        .isTrue();
                return new Invocation(process.exitValue(), out.join(), err.join());
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME",
                folder.toString(),
                "PATH",
                folder.resolve("bin") + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LC_ALL",
                "C.UTF-8",
                "ANSIBLE_CONFIG",
                folder.resolve("ansible.cfg").toString(),
                "ANSIBLE_COLLECTIONS_PATH",
                collections.toString(),
                "ANSIBLE_LOCALHOST_WARNING",
                "false",
                "ANSIBLE_INVENTORY_UNPARSED_WARNING",
                "false",
                "ANSIBLE_NOCOLOR",
                "true",
                "PYTHONPATH",
                COLLECTIONS.toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1"));
        environment.putAll(settings);
        return environment;
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
