package org.aloft.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What 2,000 TCP checks a second cost, and whether real servers that stop are found in time. On a kernel without IPVS,
 * keepalived's checker runs with a library that answers in place of IPVS (no-ipvs.c); aloftd needs none.
 */
record ManyChecks() implements Measurement {
    private static final int COUNT = 2000;
    private static final int STOPPED = 50;
    private static final double SECONDS = 30;

    /**
     * {@code delay_loop} × ({@code retry} + 1) + {@code connect_timeout}, as {@link Checked#virtualServer} has them.
     */
    private static final double LIMIT = 1 * (1 + 1) + 3;

    /** The line in their logs for a real server that was found down, by its port. */
    private static final String ALOFTD_SIGN = ":%d of TCP 10.77.1.10:80 is down";

    private static final String KEEPALIVED_SIGN = ":%d failed";

    /** {@code slowest}: of those found within the limit. */
    private record Result(double cpu, double missed, double slowest) {}

    @Override
    public String name() {
        return "checks";
    }

    @Override
    public List<Row> run(Stage stage) {
        Program.KeepalivedChecker checker = Program.KeepalivedChecker.in(stage.folder());
        String how = checker.preload().isPresent() ? " (keepalived: IPVS answered by no-ipvs.c)" : "";
        Result aloftd = measure(stage.aloftd(), ALOFTD_SIGN, stage);
        Result keepalived = measure(checker, KEEPALIVED_SIGN, stage);
        return List.of(
                row(
                        COUNT + " TCP checks a second: CPU" + how,
                        "% of a core",
                        aloftd.cpu(),
                        keepalived.cpu(),
                        "≤ 2 × keepalived",
                        Verdict.of(aloftd.cpu() <= 2 * keepalived.cpu())),
                row(
                        STOPPED + " of " + COUNT + " stop: not found in " + LIMIT + " s",
                        "servers",
                        aloftd.missed(),
                        keepalived.missed(),
                        "0",
                        Verdict.of(aloftd.missed() == 0)),
                row(
                        STOPPED + " of " + COUNT + " stop: the last is found after",
                        "s",
                        aloftd.slowest(),
                        keepalived.slowest(),
                        "≤ " + LIMIT + " s",
                        Verdict.of(aloftd.missed() == 0 && aloftd.slowest() <= LIMIT)));
    }

    private static Row row(String what, String unit, double aloftd, double keepalived, String target, Verdict verdict) {
        List<List<Double>> samples = List.of(List.of(aloftd), List.of(keepalived));
        return new Row(what, unit, aloftd, Optional.of(keepalived), target, verdict, samples);
    }

    private static Result measure(Program program, String sign, Stage stage) {
        try (Wire wire = new Wire();
                Checked checked = Checked.start(wire.host(3), COUNT);
                Router router = Router.start(program, wire.host(1), stage.folder(), Checked.virtualServer(COUNT, 1))) {
            Shell.pause(20); // until the just-in-time compiler is done
            double before = router.cpuSeconds();
            Shell.pause(SECONDS);
            double cpu = router.cpuSeconds() - before;
            checked.mustRun();
            List<Integer> all = new ArrayList<>();
            for (int index = 0; index < COUNT; index++) {
                all.add(index);
            }
            Collections.shuffle(all, new Random(1)); // the same ones for both
            return found(sign, router, checked, all.subList(0, STOPPED), 100 * cpu / SECONDS);
        }
    }

    private static Result found(String sign, Router router, Checked checked, List<Integer> stopped, double cpu) {
        int seen = router.log().length();
        long start = System.nanoTime();
        checked.stop(stopped);
        List<String> missing = new ArrayList<>(stopped.stream()
                .map(index -> sign.formatted(Checked.port(index)))
                .toList());
        double slowest = 0;
        while (!missing.isEmpty()) {
            Shell.pause(0.02);
            String log = router.log().substring(seen);
            double elapsed = (System.nanoTime() - start) / 1e9;
            if (missing.removeIf(log::contains)) {
                slowest = elapsed;
            }
            if (elapsed > LIMIT) {
                break;
            }
        }
        return new Result(cpu, missing.size(), slowest);
    }
}
