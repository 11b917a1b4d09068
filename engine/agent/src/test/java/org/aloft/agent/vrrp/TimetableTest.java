package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aloft.agent.kernel.Deadline;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private final Timetable timetable = new Timetable();

    @Test
    void shouldHaveTheEarliestOfAllFirstHoweverTheyMove() {
        Random random = new Random(1);
        List<Timetable.Timer> timers = new ArrayList<>();
        List<Timetable.Entry> entries = new ArrayList<>();
        List<Long> moments = new ArrayList<>();
        for (int index = 0; index < 100; index++) {
            boolean own = index % 2 == 0;
            timers.add(now -> own);
            entries.add(timetable.entry(timers.get(index)));
            moments.add(Deadline.NEVER);
        }
        for (int step = 0; step < 20_000; step++) {
            int index = random.nextInt(entries.size());
            long moment = random.nextInt(3) == 0 ? Deadline.NEVER : random.nextInt(1_000);
            moments.set(index, moment);
            entries.get(index).due(moment);
            long earliest = moments.stream().mapToLong(Long::longValue).min().orElseThrow();
            assertThat(timetable.deadline()).isEqualTo(earliest);
            assertThat(timetable.size()).isEqualTo((int)
                    moments.stream().filter(each -> each != Deadline.NEVER).count());
            if (earliest != Deadline.NEVER) {
                assertThat(moments.get(timers.indexOf(timetable.first()))).isEqualTo(earliest);
            }
        }
    }

    @Test
    void shouldBeginEmpty() {
        Timetable.Entry never = timetable.entry(now -> true);
        never.due(Deadline.NEVER);
        assertThat(timetable.size()).isZero();
        assertThat(timetable.deadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void shouldSayOnceThatOneHasChanged() {
        assertThat(timetable.takeChanged()).isTrue(); // nobody has looked yet
        assertThat(timetable.takeChanged()).isFalse();
        Timetable.Entry entry = timetable.entry(now -> true);
        entry.due(5);
        assertThat(timetable.takeChanged()).as("a moment alone is no change").isFalse();
        entry.changed();
        assertThat(timetable.takeChanged()).isTrue();
        assertThat(timetable.takeChanged()).isFalse();
    }
}
