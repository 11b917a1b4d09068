package org.aloft.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private record Planned(long moment, int number) {}

    @Test
    void shouldHappenByMomentAndThenInTheOrderOfPlanning() {
        Random random = new Random(7);
        Agenda agenda = new Agenda();
        List<Planned> outstanding = new ArrayList<>();
        List<Integer> happened = new ArrayList<>();
        List<Integer> wanted = new ArrayList<>();
        for (int number = 0; number < 20_000; number++) {
            int thisOne = number;
            long moment = random.nextInt(50);
            agenda.plan(moment, () -> happened.add(thisOne));
            outstanding.add(new Planned(moment, number));
            // It grows to some 200, shrinks to none, and grows again.
            for (int take = number % 400 < 200 ? 0 : 2; take > 0 && !agenda.isEmpty(); take--) {
                wanted.add(takeFirst(outstanding, agenda.first()));
                agenda.take().run();
            }
        }
        assertThat(happened).hasSizeGreaterThan(15_000).isEqualTo(wanted);
    }

    private static int takeFirst(List<Planned> outstanding, long moment) {
        Planned first = outstanding.stream()
                .min(Comparator.comparingLong(Planned::moment).thenComparingInt(Planned::number))
                .orElseThrow();
        assertThat(moment).isEqualTo(first.moment());
        outstanding.remove(first);
        return first.number();
    }
}
