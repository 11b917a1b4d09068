package org.aloft.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What 255 active instances cost, and whether any of their adverts is late. A standby hears them, as it should anywhere:
 * on a veth, what its host's kernel does with an advert is done by the thread that sends it.
 *
 * @param watched whether the two watch one another by fast detection
 */
record ManyInstances(boolean watched) implements Measurement {
    private static final VrrpText TEXT = new VrrpText(2, 1, false);
    private static final int COUNT = 255;
    private static final double SECONDS = 30;

    /** Late by more than a tenth of an interval. */
    private static final double LATE = 1.1;

    private record Result(double cpu, double late, double machine) {}

    @Override
    public String name() {
        return watched ? "instances-bfd" : "instances";
    }

    @Override
    public List<Row> run(Stage stage) {
        List<List<Result>> results = stage.byTurns((program, first) -> List.of(measure(program, stage)));
        return List.of(
                Row.judged(
                        COUNT + " instances, 1 s adverts" + how() + ": CPU",
                        "% of a core",
                        Row.each(results, Result::cpu),
                        "≤ 3 × keepalived",
                        (aloftd, keepalived) -> aloftd <= 3 * keepalived),
                Row.worst(
                        COUNT + " instances" + how() + ": adverts more than 0.1 s late in 30 s",
                        "adverts",
                        Row.each(results, Result::late),
                        "0",
                        late -> late == 0),
                Beat.row(Row.each(results, Result::machine)));
    }

    private String how() {
        return watched ? ", watched by fast detection" : "";
    }

    private Result measure(Program program, Stage stage) {
        VrrpText text = watched ? TEXT.withFastDetection() : TEXT;
        try (Wire wire = new Wire();
                Adverts adverts = new Adverts(wire);
                Beat beat = Beat.start(stage.folder());
                Router router = Router.start(program, wire.host(1), stage.folder(), text.many(COUNT, 200));
                Standby standby = Standby.start(true, program, wire, stage, text.many(COUNT, 100))) {
            adverts.next(router, 20);
            Shell.pause(15); // until the announcements of the takeover and the compiler are done
            adverts.clear();
            beat.clear();
            double before = router.cpuSeconds();
            Shell.pause(SECONDS);
            double cpu = router.cpuSeconds() - before;
            standby.mustRun();
            return new Result(100 * cpu / SECONDS, late(adverts.heard()), Beat.latestMillis(beat.late()));
        }
    }

    private static long late(List<Adverts.Heard> adverts) {
        Map<Integer, List<Adverts.Heard>> groups =
                adverts.stream().collect(Collectors.groupingBy(Adverts.Heard::virtualRouterId));
        if (groups.size() != COUNT) {
            throw new IllegalStateException("adverts of " + groups.size() + " groups were heard, not of " + COUNT);
        }
        return groups.values().stream()
                .flatMap(group -> AdvertGaps.between(group).stream())
                .filter(gap -> gap.seconds() > LATE)
                .count();
    }
}
