package org.aloft.verify.probe;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aloft.ssh.SshException;

/**
 * Notices that the host from which is measured stood still: has it connect to a port of its own that nobody listens on
 * (1/tcp, tcpmux), over and over, and sees how much later than usual the refusal comes. Its sshd answers that without
 * starting a process, whatever the cluster does; it writes a line to its log each time. Runs on a thread of its own.
 *
 * <p>The way to the host counts as the host: a probe is late by either.
 */
final class Echo {
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOBODYS_PORT = 1;

    private final String host;
    private final Vantage vantage;
    private final Supplier<Duration> clock;
    private final Beat.Sleep sleep;
    private final Consumer<Stall> stalls;
    private Duration usual = TIMEOUT;

    /** @param clock monotonic, since the stream's start */
    Echo(String host, Vantage vantage, Supplier<Duration> clock, Beat.Sleep sleep, Consumer<Stall> stalls) {
        this.host = host;
        this.vantage = vantage;
        this.clock = clock;
        this.sleep = sleep;
        this.stalls = stalls;
    }

    /** Goes on while {@code goesOn}, until it is interrupted, or until the host cannot be asked in this way. */
    void run(BooleanSupplier goesOn) {
        try {
            while (goesOn.getAsBoolean() && look()) {
                sleep.of(PERIOD);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        Duration sent = clock.get();
        Answer answer = ask();
        Duration answered = clock.get();
        Duration took = answered.minus(sent);
        boolean heardBefore = usual.compareTo(TIMEOUT) < 0;
        switch (answer) {
            case CAME -> {
                usual = took.compareTo(usual) < 0 ? took : usual;
                if (heardBefore && took.minus(usual).compareTo(Stall.LEAST) > 0) {
                    stalls.accept(new Stall(host, sent.plus(usual), answered));
                }
            }
            case LATE -> {
                if (heardBefore) {
                    stalls.accept(new Stall(host, sent.plus(usual), answered));
                }
            }
            case NEVER -> {}
        }
        // A host that never answered may drop such packets rather than refuse them.
        return answer == Answer.CAME || (answer == Answer.LATE && heardBefore);
    }

    private Answer ask() {
        try {
            vantage.open("127.0.0.1", NOBODYS_PORT, TIMEOUT).close();
            return Answer.CAME;
        } catch (SshException e) {
            if (e.kind() == SshException.Kind.TIMEOUT) {
                return Answer.LATE;
            }
            return e.kind() == SshException.Kind.REFUSED ? Answer.CAME : Answer.NEVER;
        }
    }

    private enum Answer {
        CAME,
        LATE,
        NEVER
    }
}
