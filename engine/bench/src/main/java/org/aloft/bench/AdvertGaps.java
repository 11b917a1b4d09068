package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether adverts every 10 ms stay on time for a minute, with two busy cores and 50 health checks.
 *
 * @param watched whether another router watches this one by fast detection
 */
record AdvertGaps(boolean watched) implements Measurement {
    private static final VrrpText TEXT = new VrrpText(3, 0.01, true);
    private static final double SECONDS = 60;
    private static final int CHECKS = 50;

    /** What aloftd logs when it did not run for longer than its peers wait; it then listens before it goes on. */
    private static final String PAUSED = "past its deadline; listening";

    /** A stall this long may make an advert late by two intervals, less one period of the beat. */
    private static final double STANDSTILL = 2 * TEXT.interval() - Beat.PERIOD;

    /**
     * A time between two adverts.
     *
     * @param from seconds since 1970
     * @param until the same
     */
    record Gap(double from, double until) {
        double seconds() {
            return until - from;
        }

        boolean isLate() {
            return seconds() > 3 * TEXT.interval();
        }

        /** Whether a processor stalled meanwhile, which no process on this machine can prevent. */
        boolean isTheMachines(List<Beat.Late> late) {
            return late.stream()
                    .anyMatch(one ->
                            one.seconds() >= STANDSTILL && one.until() > from && one.until() - one.seconds() < until);
        }
    }

    private record Result(List<Gap> gaps, List<Beat.Late> machine, long pauses) {
        double late() {
            return gaps.stream().filter(Gap::isLate).count();
        }

        double ofTheMachine() {
            return gaps.stream()
                    .filter(gap -> gap.isLate() && gap.isTheMachines(machine))
                    .count();
        }

        double longestMillis() {
            return gaps.stream().mapToDouble(Gap::seconds).max().orElseThrow() * 1000;
        }
    }

    @Override
    public String name() {
        return watched ? "gaps-bfd" : "gaps";
    }

    @Override
    public List<Row> run(Stage stage) {
        List<List<Result>> results = stage.byTurns((program, first) -> List.of(measure(program, stage)));
        return List.of(
                Row.worst(
                        "gaps over 30 ms in 60 s of 10 ms adverts, both cores busy, 50 health checks"
                                + (watched ? ", fast_detection by a standby" : ""),
                        "gaps",
                        Row.each(results, Result::late),
                        "0",
                        gaps -> gaps == 0),
                Row.worst(
                        "longest gap there",
                        "ms",
                        Row.each(results, Result::longestMillis),
                        "≤ 30 ms",
                        millis -> millis <= 30),
                Row.together("  in all turns together", "gaps", Row.each(results, Result::late)),
                Row.together(
                        "  while a processor stood still for 15 ms", "gaps", Row.each(results, Result::ofTheMachine)),
                Row.together("  while it paused, by its own log", "gaps", Row.each(results, Result::pauses)),
                Beat.row(Row.each(results, result -> Beat.latestMillis(result.machine()))));
    }

    private Result measure(Program program, Stage stage) {
        // keepalived's health checks need IPVS and a process of their own, so its VRRP process has less to do.
        String checks = program == stage.aloftd() ? Checked.virtualServer(CHECKS, 1) : "";
        VrrpText text = watched ? TEXT.withFastDetection() : TEXT;
        try (Wire wire = new Wire();
                Adverts adverts = new Adverts(wire)) {
            Wire.Host host = wire.host(1);
            try (Checked targets = Checked.start(wire.host(3), CHECKS);
                    BusyCores load = BusyCores.all();
                    Beat beat = Beat.start(stage.folder());
                    Router router = Router.start(program, host, stage.folder(), text.one(200) + checks);
                    Standby standby = Standby.start(watched, program, wire, stage, text.one(100))) {
                adverts.next(router, 15);
                Shell.pause(3);
                adverts.clear();
                beat.clear();
                long before = router.log().lines().count();
                Shell.pause(SECONDS);
                load.mustRun();
                targets.mustRun();
                standby.mustRun();
                List<Gap> gaps = between(adverts.heard().stream()
                        .filter(heard -> heard.from().equals(host.address()))
                        .toList());
                long pauses = router.log()
                        .lines()
                        .skip(before)
                        .filter(line -> line.contains(PAUSED))
                        .count();
                return new Result(gaps, beat.late(), pauses);
            }
        }
    }

    static List<Gap> between(List<Adverts.Heard> adverts) {
        List<Gap> gaps = new ArrayList<>();
        for (int index = 1; index < adverts.size(); index++) {
            gaps.add(new Gap(adverts.get(index - 1).at(), adverts.get(index).at()));
        }
        return gaps;
    }
}
