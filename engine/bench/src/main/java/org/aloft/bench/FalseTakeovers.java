package org.aloft.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/**
 * How often a backup that watches its active router by BFD takes over from one that is well, on a network that loses
 * packets, while both cores are busy. At a loss of 5 % three packets in a row are missed every few minutes; then the
 * active router's answer to the backup's first advert ends it.
 */
record FalseTakeovers() implements Measurement {
    private static final VrrpText TEXT = new VrrpText(3, 1, false).withFastDetection();
    private static final double USUAL_LOSS = 0.005;
    private static final double HEAVY_LOSS = 0.05;
    private static final String TAKEN = "ACTIVE: 10.77.0.1 was silent";

    /** BusyCores end by themselves after ten minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(590);

    @Override
    public String name() {
        return "false-takeovers";
    }

    @Override
    public List<Row> run(Stage stage) {
        double seconds = Math.min(stage.soak().toSeconds(), LONGEST.toSeconds());
        List<Row> rows = new ArrayList<>(rows(stage, seconds, USUAL_LOSS, "0", count -> count == 0));
        rows.addAll(rows(stage, seconds / 5, HEAVY_LOSS, "", count -> true));
        return rows;
    }

    /** What was seen: the takeovers, by the standby's own words, and how this machine stood still meanwhile. */
    private record Seen(List<String> takeovers, List<Beat.Late> machine) {}

    private static List<Row> rows(Stage stage, double seconds, double loss, String target, DoublePredicate reached) {
        Seen seen = watch(stage, seconds, loss);
        seen.takeovers().forEach(line -> System.err.println("  " + line));
        double count = seen.takeovers().size();
        String what = String.format(
                Locale.ROOT,
                "takeovers from a router that is well in %.0f s, fast_detection, %.1f %% loss, both cores busy",
                seconds,
                loss * 100);
        Verdict verdict = target.isEmpty() ? Verdict.NONE : Verdict.of(reached.test(count));
        return List.of(
                new Row(
                        what,
                        "takeovers",
                        count,
                        Optional.empty(),
                        target,
                        verdict,
                        List.of(List.of(count), List.of())),
                Beat.row(Beat.latestMillis(seen.machine())));
    }

    private static Seen watch(Stage stage, double seconds, double loss) {
        try (Wire wire = new Wire();
                Adverts adverts = new Adverts(wire)) {
            Wire.Host first = wire.host(1);
            Wire.Host second = wire.host(2);
            try (BusyCores load = BusyCores.all();
                    Beat beat = Beat.start(stage.folder());
                    Router active = Router.start(stage.aloftd(), first, stage.folder(), TEXT.one(200))) {
                adverts.next(active, 15);
                try (Router standby = Router.start(stage.aloftd(), second, stage.folder(), TEXT.one(150))) {
                    Shell.pause(5);
                    beat.clear();
                    lose(first, loss);
                    lose(second, loss);
                    Shell.pause(seconds);
                    load.mustRun();
                    return new Seen(
                            standby.log()
                                    .lines()
                                    .filter(line -> line.contains(TAKEN))
                                    .toList(),
                            beat.late());
                }
            }
        }
    }

    /** A random part of all packets that come in. */
    private static void lose(Wire.Host host, double share) {
        for (String rule : List.of(
                "add table inet loss",
                "add chain inet loss in { type filter hook input priority 0; }",
                "add rule inet loss in numgen random mod 1000 < " + Math.round(share * 1000) + " drop")) {
            Shell.run(concat(host.prefix(), List.of("nft", rule)));
        }
    }

    private static String[] concat(List<String> prefix, List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toArray(String[]::new);
    }
}
