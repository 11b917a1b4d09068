package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether adverts each 10 ms keep their beat for a minute beside two busy cores and 50 health checks. */
record AdvertGaps() implements Measurement {
    private static final VrrpText TEXT = new VrrpText(3, 0.01, true);
    private static final double SECONDS = 60;
    private static final int CHECKS = 50;

    /** What aloftd says when it was kept from running for longer than the others wait; it listens then before it goes on. */
    private static final String PAUSED = "past its deadline; listening";

    private record Result(List<Double> gaps, double machine, double pauses) {}

    @Override
    public String name() {
        return "gaps";
    }

    @Override
    public List<Row> run(Stage stage) {
        Result aloftd = gaps(stage.aloftd(), TEXT.one(200) + Checked.virtualServer(CHECKS, 1), stage);
        // Its health checks need IPVS and a process of their own, so its VRRP process has the easier task.
        Result keepalived = gaps(stage.keepalived(), TEXT.one(200), stage);
        double[] late = {late(aloftd.gaps()), late(keepalived.gaps())};
        double[] longest = {longest(aloftd.gaps()), longest(keepalived.gaps())};
        return List.of(
                new Row(
                        "gaps over 30 ms in 60 s of 10 ms adverts, both cores busy, 50 health checks",
                        "gaps",
                        late[0],
                        Optional.of(late[1]),
                        "0",
                        late[0] == 0,
                        List.of(List.of(late[0]), List.of(late[1]))),
                new Row(
                        "longest gap there",
                        "ms",
                        longest[0] * 1000,
                        Optional.of(longest[1] * 1000),
                        "≤ 30 ms",
                        longest[0] <= 0.030,
                        List.of(List.of(longest[0] * 1000), List.of(longest[1] * 1000))),
                new Row(
                        "  pauses longer than its down interval, by its own log",
                        "pauses",
                        aloftd.pauses(),
                        Optional.empty(),
                        "",
                        true,
                        List.of(List.of(aloftd.pauses()))),
                Beat.row(aloftd.machine(), keepalived.machine()));
    }

    private static Result gaps(Program program, String configuration, Stage stage) {
        try (Wire wire = new Wire();
                Adverts adverts = new Adverts(wire)) {
            Wire.Host host = wire.host(1);
            try (Checked targets = Checked.start(wire.host(3), CHECKS);
                    BusyCores load = BusyCores.all();
                    Beat beat = Beat.start(stage.folder());
                    Router router = Router.start(program, host, stage.folder(), configuration)) {
                adverts.next(router, 15);
                Shell.pause(3);
                adverts.clear();
                beat.clear();
                long before = router.log().lines().count();
                Shell.pause(SECONDS);
                load.mustRun();
                targets.mustRun();
                List<Double> gaps = between(adverts.heard());
                long pauses = router.log()
                        .lines()
                        .skip(before)
                        .filter(line -> line.contains(PAUSED))
                        .count();
                return new Result(gaps, beat.latestMillis(), pauses);
            }
        }
    }

    static List<Double> between(List<Adverts.Heard> adverts) {
        List<Double> gaps = new ArrayList<>();
        for (int index = 1; index < adverts.size(); index++) {
            gaps.add(adverts.get(index).at() - adverts.get(index - 1).at());
        }
        return gaps;
    }

    private static double late(List<Double> gaps) {
        return gaps.stream().filter(gap -> gap > 3 * TEXT.interval()).count();
    }

    private static double longest(List<Double> gaps) {
        return gaps.stream().max(Double::compare).orElseThrow();
    }
}
