package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;

/**
 * The agent's bundle to ten hosts of a lab, by what {@code aloft apply} sends it with, beside {@code scp} of the same file to
 * the same hosts, all at once. Both start anew each time, and take turns.
 */
record BundleUpload() implements Measurement {
    private static final Contest SCP = new Contest("aloft", "scp");
    private static final int HOSTS = 10;
    private static final String REMOTE = "/var/tmp/bundle.tar.gz";
    private static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "upload";
    }

    @Override
    public List<Row> run(Stage stage) {
        LabSpec spec = LabSpec.of(IntStream.rangeClosed(1, HOSTS)
                        .mapToObj(number -> new LabHost("to%02d".formatted(number), "192.168.100." + (100 + number)))
                        .toList())
                .withName("aloft-bench")
                .withKernel(LabKernel.NATIVE);
        try (Lab lab = Lab.up(spec, line -> {})) {
            return rows(stage, lab, Workstation.ofUpload(stage.folder(), lab));
        } finally {
            LabSpec.defaultHome().resolve(spec.name() + ".lock").toFile().delete();
        }
    }

    private static List<Row> rows(Stage stage, Lab lab, Workstation workstation) {
        List<Cost> ours = new ArrayList<>();
        List<Cost> theirs = new ArrayList<>();
        workstation.aloftAlone("--version"); // builds it, should it have to be
        for (int round = -1; round < stage.rounds(); round++) {
            Cost aloft = workstation.sendBundle(stage.bundle(), REMOTE);
            removeWhole(stage, lab);
            Cost scp = workstation.scp(stage.bundle(), REMOTE);
            removeWhole(stage, lab);
            if (round >= 0) {
                ours.add(aloft);
                theirs.add(scp);
            }
        }
        return List.of(
                Row.ofCosts(SCP, megabytes(stage) + " MB to " + HOSTS + " hosts", ours, theirs, Cost::wall, 1.2),
                processor(ours, theirs));
    }

    private static Row processor(List<Cost> ours, List<Cost> theirs) {
        List<List<Double>> samples = Row.each(List.of(ours, theirs), Cost::processor);
        return new Row(
                SCP,
                "  processor time of the workstation",
                "s",
                Row.median(samples.get(0)),
                Optional.of(Row.median(samples.get(1))),
                "",
                Verdict.NONE,
                samples);
    }

    /** The next one writes it anew. */
    private static void removeWhole(Stage stage, Lab lab) {
        for (LabHost host : lab.spec().hosts()) {
            Lab.HostOutput same = lab.run(
                    host.name(), LONG, "test $(stat -c %s " + REMOTE + ") = " + size(stage) + " && rm " + REMOTE);
            if (same.exitCode() != 0) {
                throw new IllegalStateException(host.name() + " has not got all of it: " + same.output());
            }
        }
    }

    private static long megabytes(Stage stage) {
        return Math.round(size(stage) / 1e6);
    }

    private static long size(Stage stage) {
        try {
            return Files.size(stage.bundle());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
