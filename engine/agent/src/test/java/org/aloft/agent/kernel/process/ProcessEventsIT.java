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
        boolean told;
        do {
            // A busy machine begins and ends more than the socket holds before this test has read once.
            heard.lost = false;
            Process process = new ProcessBuilder("sleep", "600").start();
            int number = Math.toIntExact(process.pid());
            try {
                told = drainUntil(heard.changed, number);
                assertThat(heard.ended).doesNotContain(number);
            } finally {
                process.destroyForcibly().waitFor();
            }
            told = told && drainUntil(heard.ended, number);
        } while (!told);
    }

    @Test
    void shouldSayThatItLostSomeWhenMoreHappenedThanTheSocketHolds() throws Exception {
        beginAndEndThousands();
        events.drain(heard);
        assertThat(heard.lost).isTrue();
        boolean told;
        do {
            heard.lost = false;
            Process process = new ProcessBuilder("true").start();
            told = drainUntil(heard.ended, Math.toIntExact(process.pid()));
        } while (!told);
    }

    /** Subshells: each is a process that begins and ends. */
    private static void beginAndEndThousands() throws Exception {
        String loop = "n=0; while [ $n -lt 2000 ]; do (:); n=$((n+1)); done";
        Process shell = new ProcessBuilder("sh", "-c", loop).start();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Whether it came; not if something was lost first. Ends by the test's time-out when neither happens. */
    private boolean drainUntil(List<Integer> list, int process) throws InterruptedException {
        while (!list.contains(process) && !heard.lost) {
            poller.poll(System.nanoTime() + AGREES_WITHIN);
            events.drain(heard);
            if (Thread.interrupted()) {
                throw new InterruptedException("the kernel does not tell of process " + process);
            }
        }
        return list.contains(process);
    }
}
