package org.aloft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A day's worth of events in a few minutes, and whether aloftd has more memory, threads, descriptors or processes
 * afterwards. It is measured at rest after each round of the same events. The first rounds, in which the virtual
 * machine warms up, do not count; of the others, the median of the last third is compared with that of the first.
 */
record Soak() implements Measurement {
    /** Share of the rounds that warm up. */
    private static final int WARMING_UP = 4;

    /** One to warm up, and two to compare. */
    private static final int LEAST_ROUNDS = 3;

    /** MB of 10^6 bytes by which resident memory differs between two runs of the same work. */
    private static final double MEMORY = 2;

    /** The same for the live heap. */
    private static final double HEAP = 0.3;

    /** Less of one class is not worth a line. */
    private static final long NOTEWORTHY_BYTES = 10_000;

    /** A measurement after each round, and the events of all rounds. */
    record Life(List<Usage> looks, Map<String, Integer> events) {}

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public List<Row> run(Stage stage) {
        Life life = live(stage, LEAST_ROUNDS);
        life.events().forEach((what, times) -> System.err.println("  " + times + " " + what));
        sayWhatGrew(life);
        List<Row> rows = new ArrayList<>(List.of(
                row("memory (RSS less compiled code)", "MB", MEMORY, life, look -> look.resident() * 1024 / 1e6),
                row("threads", "threads", 0, life, Usage::threads),
                row("descriptors", "descriptors", 0, life, Usage::allDescriptors),
                row("child processes", "processes", 0, life, Usage::children)));
        if (life.looks().stream().allMatch(look -> look.liveHeap() > 0)) {
            rows.add(row("live heap", "MB", HEAP, life, look -> look.liveHeap() / 1e6));
        }
        return rows;
    }

    /** What has grown since warming up. A hint only: it compares two single measurements. */
    private static void sayWhatGrew(Life life) {
        Usage first = life.looks().get(life.looks().size() / WARMING_UP);
        Usage last = life.looks().get(life.looks().size() - 1);
        growth(first.descriptors(), last.descriptors(), 1)
                .forEach((kind, more) -> System.err.printf("  descriptors, %s: +%d%n", kind, more));
        growth(first.heap(), last.heap(), NOTEWORTHY_BYTES)
                .forEach((kind, more) -> System.err.printf("  bytes of the heap, %s: +%d%n", kind, more));
    }

    private static Map<String, Long> growth(Map<String, Long> first, Map<String, Long> last, long least) {
        Map<String, Long> more = new TreeMap<>(last);
        more.replaceAll((kind, count) -> count - first.getOrDefault(kind, 0L));
        more.values().removeIf(count -> count < least);
        return more;
    }

    /** Rounds until the time is over, but no fewer than {@code leastRounds}. */
    static Life live(Stage stage, int leastRounds) {
        long end = System.nanoTime() + stage.soak().toNanos();
        List<Usage> looks = new ArrayList<>();
        try (Wire wire = new Wire();
                SoakHost host = new SoakHost(stage, wire)) {
            while (looks.size() < leastRounds || System.nanoTime() < end) {
                host.live();
                looks.add(host.usage());
            }
            return new Life(looks, host.events());
        }
    }

    private static Row row(String what, String unit, double allowed, Life life, ToDoubleFunction<Usage> figure) {
        List<Double> all = life.looks().stream().map(figure::applyAsDouble).toList();
        List<Double> warm = all.subList(all.size() / WARMING_UP, all.size());
        int third = Math.max(1, warm.size() / 3);
        double first = Row.median(warm.subList(0, third));
        double last = Row.median(warm.subList(warm.size() - third, warm.size()));
        return new Row(
                String.format(Locale.ROOT, "soak of %d rounds: growth of %s from %.1f", all.size(), what, first),
                unit,
                last - first,
                Optional.empty(),
                String.format(Locale.ROOT, "≤ %.1f", allowed),
                Verdict.of(last - first <= allowed),
                List.of(all));
    }
}
