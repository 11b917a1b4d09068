package org.aloft.agent.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The process connector of the kernel that runs the tests; only where it tells this process, which in a container it
 * does not.
 */
@Timeout(60)
class ProcessEventsIT {
    private static final long AGREES_WITHIN = Duration.ofSeconds(2).toNanos();

    private final Heard heard = new Heard();
    private Poller poller;
    private ProcessEvents events;

    private static final class Heard implements ProcessEvents.Listener {
        final List<Integer> changed = new ArrayList<>();
        final List<Integer> ended = new ArrayList<>();
        boolean listening;
        boolean lost;

        @Override
        public void listening() {
            listening = true;
        }

        @Override
        public void changed(int process) {
            changed.add(process);
        }

        @Override
        public void ended(int process) {
            ended.add(process);
        }

        @Override
        public void lost() {
            lost = true;
        }
    }

    @BeforeEach
    void listen() {
        poller = Poller.open();
        try {
            events = ProcessEvents.open();
        } catch (KernelException refused) {
            assumeThat(refused).as("the kernel tells of processes here").isNull();
        }
        poller.add(events.fd());
        long end = System.nanoTime() + AGREES_WITHIN;
        while (!heard.listening && System.nanoTime() < end) {
            poller.poll(end);
            events.drain(heard);
        }
        assumeThat(heard.listening).as("the kernel tells of processes here").isTrue();
    }

    @AfterEach
    void leave() {
        if (events != null) {
            events.close();
        }
        poller.close();
    }

    @Test
    void shouldHearOfAProcessThatBeginsAndEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        int number = Math.toIntExact(process.pid());
        drainUntil(heard.changed, number);
        assertThat(heard.ended).doesNotContain(number);
        process.destroyForcibly().waitFor();
        drainUntil(heard.ended, number);
        assertThat(heard.lost).isFalse();
    }

    @Test
    void shouldSayThatItLostSomeWhenMoreHappenedThanTheSocketHolds() throws Exception {
        beginAndEndThousands();
        events.drain(heard);
        assertThat(heard.lost).isTrue();
        Process process = new ProcessBuilder("true").start();
        drainUntil(heard.ended, Math.toIntExact(process.pid()));
    }

    /** Subshells: each is a process that begins and ends. */
    private static void beginAndEndThousands() throws Exception {
        String loop = "n=0; while [ $n -lt 2000 ]; do (:); n=$((n+1)); done";
        Process shell = new ProcessBuilder("sh", "-c", loop).start();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Ends by the test's time-out when it never comes. */
    private void drainUntil(List<Integer> list, int process) {
        while (!list.contains(process)) {
            poller.poll(System.nanoTime() + AGREES_WITHIN);
            events.drain(heard);
        }
    }
}
