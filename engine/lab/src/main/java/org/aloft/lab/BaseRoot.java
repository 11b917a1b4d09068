package org.aloft.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * The root file system from which all hosts start: made once for each recipe and release, then kept in the lab's home.
 * Safe for several processes at once (a file lock), and for several threads.
 */
final class BaseRoot {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private BaseRoot() {}

    /** Its folder, made if it is not there yet, which takes about a minute. */
    static synchronized Path provide(Path home, Consumer<String> progress) throws IOException {
        String recipe = Script.MAKE_ROOT.text();
        Path root = home.resolve("root-" + digest(recipe + Machine.release()));
        Path lock = home.resolve(root.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                progress.accept("waiting for another process that makes the same root file system");
                channel.lock();
            }
            if (!Files.isDirectory(root)) {
                make(recipe, root, progress);
            }
        }
        return root;
    }

    private static void make(String recipe, Path root, Consumer<String> progress) throws IOException {
        progress.accept("making the hosts' root file system (once; about a minute)");
        Path script = Files.createTempFile("aloft-lab", ".sh");
        try {
            Files.writeString(script, recipe);
            Command.require("making " + root, LIMIT, List.of("/bin/sh", script.toString(), root.toString()));
        } finally {
            Files.delete(script);
        }
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
