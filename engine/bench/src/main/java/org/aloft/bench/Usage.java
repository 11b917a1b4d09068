package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a process uses at one moment.
 *
 * @param resident memory, in KiB, less compiled code, which grows for hours up to a limit of its own
 * @param threads how many
 * @param descriptors how many of each kind, such as {@code socket} and {@code anon_inode:[eventpoll]}; files by their
 *     directory
 * @param children processes that it started
 * @param heap bytes of each class that a full collection leaves; empty where there is no {@code jcmd}
 */
record Usage(long resident, long threads, Map<String, Long> descriptors, long children, Map<String, Long> heap) {
    /** Measurements in a row, of which the least counts. Together they take longer than any script of the soak. */
    private static final int LOOKS = 20;

    private static final double BETWEEN_LOOKS = 0.11;

    /**
     * Full collections in a row, of which the one that leaves least counts: the serial collector may leave a twentieth
     * of the old generation uncompacted, as arrays of int, and compacts all of it only every fourth time
     * (MarkSweepAlwaysCompactCount).
     */
    private static final int COLLECTIONS = 4;

    /** A line of {@code jcmd PID GC.class_histogram}: rank, instances, bytes, class. */
    private static final Pattern CLASS = Pattern.compile(" *[0-9]+: +[0-9]+ +([0-9]+) +([^ ]+).*");

    /** Compiled code in the output of {@code jcmd PID Compiler.codecache}. */
    private static final Pattern CODE = Pattern.compile("(?m)^Code(?:Cache|Heap).* used=([0-9]+)Kb");

    /** Measures a process, after a full collection where there is {@code jcmd}. */
    static Usage of(ProcessHandle process) {
        Map<String, Long> heap = heap(process.pid());
        long code = code(process.pid());
        List<Usage> looks = new ArrayList<>();
        for (int look = 0; look < LOOKS; look++) {
            looks.add(look(process, heap));
            Shell.pause(BETWEEN_LOOKS);
        }
        Map<String, Long> descriptors = new TreeMap<>(looks.get(0).descriptors());
        descriptors.replaceAll(
                (kind, count) -> least(looks, one -> one.descriptors().getOrDefault(kind, 0L)));
        descriptors.values().removeIf(count -> count == 0);
        return new Usage(
                least(looks, Usage::resident) - code,
                least(looks, Usage::threads),
                descriptors,
                least(looks, Usage::children),
                heap);
    }

    /** Descriptors of all kinds. */
    long allDescriptors() {
        return descriptors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All that a full collection leaves, in bytes. */
    long liveHeap() {
        return sum(heap);
    }

    private static long least(List<Usage> looks, ToLongFunction<Usage> figure) {
        return looks.stream().mapToLong(figure).min().orElseThrow();
    }

    private static Usage look(ProcessHandle process, Map<String, Long> heap) {
        Path own = Path.of("/proc", Long.toString(process.pid()));
        return new Usage(
                number(own, "VmRSS:"),
                number(own, "Threads:"),
                descriptors(own.resolve("fd")),
                process.descendants().count(),
                heap);
    }

    private static long number(Path own, String name) {
        try (Stream<String> lines = Files.lines(own.resolve("status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException("the process has ended", failure);
        }
    }

    private static Map<String, Long> descriptors(Path folder) {
        Map<String, Long> count = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(one -> kind(one).ifPresent(kind -> count.merge(kind, 1L, Long::sum)));
        } catch (IOException failure) {
            throw new UncheckedIOException("the process has ended", failure);
        }
        return count;
    }

    private static Optional<String> kind(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.startsWith("anon_inode:")) {
                return Optional.of(target);
            }
            int colon = target.indexOf(':');
            return Optional.of(colon > 0 ? target.substring(0, colon) : "file " + target);
        } catch (NoSuchFileException closed) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String ask(long pid, String order) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd");
        return Files.isExecutable(jcmd) ? Shell.run(jcmd.toString(), Long.toString(pid), order) : "";
    }

    /** In KiB; 0 where there is no {@code jcmd}. */
    private static long code(long pid) {
        return CODE.matcher(ask(pid, "Compiler.codecache"))
                .results()
                .mapToLong(part -> Long.parseLong(part.group(1)))
                .sum();
    }

    private static Map<String, Long> heap(long pid) {
        return IntStream.range(0, COLLECTIONS)
                .mapToObj(time -> histogram(pid))
                .min(Comparator.comparingLong(Usage::sum))
                .orElseThrow();
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> histogram(long pid) {
        Map<String, Long> bytes = new TreeMap<>();
        ask(pid, "GC.class_histogram")
                .lines()
                .map(CLASS::matcher)
                .filter(Matcher::matches)
                .forEach(line -> bytes.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum));
        return bytes;
    }
}
