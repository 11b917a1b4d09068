package org.aloft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the start to the first advert, the memory of a small cluster's director, and the size of the bundle. */
record StartAndSize() implements Measurement {
    private static final VrrpText TEXT = new VrrpText(2, 1, false);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Row> run(Stage stage) {
        List<Double> aloftd = starts(stage.aloftd(), stage);
        List<Double> keepalived = starts(stage.keepalived(), stage);
        double memory = memory(stage.aloftd(), TEXT.one(VrrpText.OWNER) + Checked.virtualServer(3, 3), stage);
        double memoryOfKeepalived = memory(stage.keepalived(), TEXT.one(VrrpText.OWNER), stage);
        return List.of(
                new Row(
                        "start to first advert",
                        "ms",
                        Row.median(aloftd),
                        Optional.of(Row.median(keepalived)),
                        "≤ 350 ms",
                        Verdict.of(Row.median(aloftd) <= 350),
                        List.of(aloftd, keepalived)),
                new Row(
                        "memory (RSS), one instance, three checked real servers",
                        "MB",
                        memory,
                        Optional.of(memoryOfKeepalived),
                        "≤ 60 MB",
                        Verdict.of(memory <= 60),
                        List.of(List.of(memory), List.of(memoryOfKeepalived))),
                bundle(stage));
    }

    private static Row bundle(Stage stage) {
        try {
            double size = Files.size(stage.bundle()) / 1e6;
            return new Row(
                    "bundle", "MB", size, Optional.empty(), "≤ 20 MB", Verdict.of(size <= 20), List.of(List.of(size)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Double> starts(Program program, Stage stage) {
        List<Double> samples = new ArrayList<>();
        try (Wire wire = new Wire();
                Adverts adverts = new Adverts(wire)) {
            Wire.Host host = wire.host(1);
            Shell.pause(1); // tcpdump is listening
            for (int round = 0; round < stage.rounds(); round++) {
                adverts.clear();
                double before = System.currentTimeMillis() / 1000.0;
                try (Router router = Router.start(program, host, stage.folder(), TEXT.one(VrrpText.OWNER))) {
                    samples.add((adverts.next(router, 15).at() - before) * 1000);
                    Shell.pause(1);
                }
            }
        }
        return samples;
    }

    private static double memory(Program program, String configuration, Stage stage) {
        try (Wire wire = new Wire();
                Adverts adverts = new Adverts(wire);
                Checked targets = Checked.start(wire.host(3), 3);
                Router router = Router.start(program, wire.host(1), stage.folder(), configuration)) {
            adverts.next(router, 15);
            Shell.pause(30); // a few checks of each real server, and the compiler is done
            targets.mustRun();
            return router.residentMegabytes();
        }
    }
}
