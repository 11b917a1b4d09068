package org.aloft.agent.kernel.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The kernel's names of the threads of this process ({@code comm} in {@code man 5 proc}), and so all tools that show
 * processes. The name of the first thread is that of the process. For one thread.
 */
public final class ThreadNames {
    private static final Path TASKS = Path.of("/proc/self/task");

    /** TASK_COMM_LEN without the zero at the end; the kernel cuts what is longer. */
    public static final int LONGEST = 15;

    private record Renamed(String before, String now) {}

    /** By the number of the thread. */
    private final Map<String, Renamed> renamed = new HashMap<>();

    /**
     * Gives each thread the name that is wanted; call it again for threads that have been started since. A thread that
     * may not be renamed keeps its name.
     *
     * @param wanted from the name that a thread had at first to the one that it is to have, which may be the same
     */
    public void apply(UnaryOperator<String> wanted) {
        Set<String> seen = new HashSet<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
            for (Path thread : threads) {
                seen.add(thread.getFileName().toString());
                rename(thread, wanted);
            }
        } catch (IOException unreadable) {
            return; // without /proc nobody sees the names
        }
        renamed.keySet().retainAll(seen);
    }

    private void rename(Path thread, UnaryOperator<String> wanted) {
        String number = thread.getFileName().toString();
        Path file = thread.resolve("comm");
        try {
            Renamed last = renamed.get(number);
            String now = last == null ? Files.readString(file).strip() : last.now();
            String before = last == null ? now : last.before();
            String next = cut(wanted.apply(before));
            if (!next.equals(now)) {
                Files.writeString(file, next);
                renamed.put(number, new Renamed(before, next));
            }
        } catch (IOException ended) {
            renamed.remove(number); // with the thread
        }
    }

    /** As the kernel does. */
    private static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST ? name : new String(bytes, 0, LONGEST, StandardCharsets.UTF_8);
    }
}
