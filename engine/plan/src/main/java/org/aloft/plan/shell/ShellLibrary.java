package org.aloft.plan.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shell functions that scripts are put together from: files beside this class, POSIX sh, without a value of a
 * user's. Safe for use by several threads.
 */
public final class ShellLibrary {
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    private ShellLibrary() {}

    /**
     * The text of a file.
     *
     * @param name without {@code .sh}
     * @throws IllegalArgumentException when there is no such file
     */
    public static String text(String name) {
        return READ.computeIfAbsent(name, ShellLibrary::read);
    }

    private static String read(String name) {
        try (InputStream file = ShellLibrary.class.getResourceAsStream(name + ".sh")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no " + name + ".sh");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
