package org.aloft.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.aloft.lab.Packages;

/** The command. Exit code 0 when no target was missed, 3 when one was, 64 for a usage it does not know. */
public final class Bench {
    private static final List<Measurement> ALL = List.of(
            new StartAndSize(),
            failover("crash-v2", new VrrpText(2, 1, false)),
            failover("crash-v3", new VrrpText(3, 1, false)),
            new Failover(
                    "crash-fast",
                    new VrrpText(3, 0.01, true),
                    true,
                    false,
                    (what, gaps) -> Row.judged(
                            what,
                            "ms",
                            gaps,
                            "≤ 40 ms and ≤ 1.1 × keepalived",
                            (aloftd, keepalived) -> aloftd <= 40 && aloftd <= 1.1 * keepalived)),
            new Failover(
                    "handover",
                    new VrrpText(2, 1, false),
                    false,
                    true,
                    (what, gaps) -> Row.judged(what, "ms", gaps, "≤ 30 ms", (aloftd, keepalived) -> aloftd <= 30)),
            detected("crash-bfd-v2", 2, false, 100),
            detected("crash-bfd-v3", 3, false, 100),
            detected("crash-bfd-busy", 3, true, 150),
            new FalseTakeovers(),
            new AdvertGaps(false),
            new AdvertGaps(true),
            new ManyInstances(false),
            new ManyInstances(true),
            new ManyChecks(),
            new Reload(),
            new AnsibleOverhead(),
            new Fleet(),
            new BundleUpload(),
            new Far(),
            new Soak());

    /** Stands for /run of a host. Always in memory: a router that takes over must not wait for a disk. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private Bench() {}

    private static Measurement failover(String name, VrrpText text) {
        return new Failover(name, text, false, false, (what, gaps) -> Row.noHigher(what, "ms", gaps));
    }

    /** Adverts each second alone would take three of them. */
    private static Measurement detected(String name, int version, boolean busy, int most) {
        return new Failover(
                name,
                new VrrpText(version, 1, false).withFastDetection(),
                busy,
                false,
                (what, gaps) ->
                        Row.judged(what, "ms", gaps, "≤ " + most + " ms", (aloftd, keepalived) -> aloftd <= most));
    }

    /** Runs the measurements that the arguments name. */
    public static void main(String[] arguments) {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int rounds = 10;
        Duration soak = Duration.ofMinutes(10);
        List<Measurement> chosen = ALL;
        Path json = Path.of("engine/bench/target/bench.json");
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--rounds") && rest.hasNext()) {
                rounds = Integer.parseInt(rest.next());
            } else if (argument.equals("--soak") && rest.hasNext()) {
                soak = Duration.ofSeconds(Integer.parseInt(rest.next()));
            } else if (argument.equals("--only") && rest.hasNext()) {
                chosen = named(List.of(rest.next().split(",", -1)));
            } else if (argument.equals("--json") && rest.hasNext()) {
                json = Path.of(rest.next());
            } else {
                chosen = List.of();
                break;
            }
        }
        if (chosen.isEmpty()) {
            System.err.println("usage: run [--rounds N] [--soak SECONDS] [--json FILE] [--only NAME,…], names: "
                    + String.join(", ", ALL.stream().map(Measurement::name).toList()));
            System.exit(64);
        }
        System.exit(run(chosen, rounds, soak, json, output) ? 0 : 3);
    }

    /** None of them when one of the names is unknown: a row that is not measured must not look like one that is. */
    private static List<Measurement> named(List<String> names) {
        List<Measurement> chosen =
                ALL.stream().filter(one -> names.contains(one.name())).toList();
        return chosen.size() == Set.copyOf(names).size() ? chosen : List.of();
    }

    /** Whether all was measured, and no target was missed. */
    static boolean run(List<Measurement> chosen, int rounds, Duration soak, Path json, PrintStream output) {
        install();
        Path folder = temporary(Path.of(System.getProperty("java.io.tmpdir")));
        Path state = temporary(MEMORY);
        try {
            Stage stage = stage(folder, state, rounds, soak);
            Report report = new Report(Machine.here(stage), new ArrayList<>(), new LinkedHashMap<>());
            boolean whole = true;
            for (Measurement measurement : chosen) {
                System.err.println("measuring: " + measurement.name());
                ProcessorTime before = ProcessorTime.now();
                try {
                    report.rows().addAll(measurement.run(stage));
                } catch (RuntimeException failure) {
                    // Hours of other measurements must not be lost with it.
                    System.err.println(measurement.name() + " could not be measured:");
                    failure.printStackTrace();
                    whole = false;
                }
                report.stolen()
                        .put(
                                measurement.name(),
                                ProcessorTime.now().since(before).stolenShare());
            }
            report.print(output);
            report.write(json);
            return whole && report.rows().stream().noneMatch(row -> row.verdict() == Verdict.MISSED);
        } finally {
            remove(folder);
            remove(state);
        }
    }

    /** Installs what this machine lacks. */
    static void install() {
        Map.of(
                        "keepalived", "/usr/sbin/keepalived",
                        "nftables", "/usr/sbin/nft",
                        "tcpdump", "/usr/bin/tcpdump",
                        "fping", "/usr/bin/fping",
                        "python3", "/usr/bin/python3")
                .forEach(Packages::provide);
    }

    /**
     * Unpacks the bundle and gets ready.
     *
     * @param folder where aloftd is unpacked
     * @param state where routers get their configuration and keep their state
     */
    static Stage stage(Path folder, Path state, int rounds, Duration soak) {
        Path bundle = bundle(Path.of(System.getProperty("aloft.bundle", "engine/agent/target/bundle")));
        Path home = folder.resolve("aloftd");
        try {
            Files.createDirectory(home);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Shell.run("tar", "-xzf", bundle.toString(), "-C", home.toString());
        Shell.run(home.resolve("bin/aloftd").toString(), "--make-archive");
        return new Stage(new Program.Aloftd(home), new Program.Keepalived(), state, bundle, rounds, soak);
    }

    private static Path bundle(Path folder) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("bundle.properties"))) {
            properties.load(reader);
        } catch (IOException missing) {
            throw new UncheckedIOException("there is no bundle in " + folder + "; run: engine/bench/run", missing);
        }
        return folder.resolve(properties.getProperty("file"));
    }

    private static Path temporary(Path within) {
        try {
            return Files.createTempDirectory(within, "aloft-bench").toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
