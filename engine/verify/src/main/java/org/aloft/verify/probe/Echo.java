package org.aloft.verify.probe;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aloft.ssh.SshException;

/**
 * Detects stalls of the host that requests start from: has it connect, over and over, to a local port on which nothing
 * listens (1/tcp, tcpmux), and checks how much later than usual the refusal arrives. sshd answers without forking and
 * whatever the state of the cluster; it logs a line each time. Runs on its own thread.
 *
 * <p>Delays on the SSH connection count as well, since they delay probes too.
 */
final class Echo {
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int CLOSED_PORT = 1;

    private final String host;
    private final Vantage vantage;
    private final Supplier<Duration> clock;
    private final Sleep sleep;
    private final Consumer<Stall> stalls;
    private Duration usual = TIMEOUT;

    /** @param clock monotonic, since the stream's start */
    Echo(String host, Vantage vantage, Supplier<Duration> clock, Sleep sleep, Consumer<Stall> stalls) {
        this.host = host;
        this.vantage = vantage;
        this.clock = clock;
        this.sleep = sleep;
        this.stalls = stalls;
    }

    /** Runs while {@code running}, until interrupted, or until the host turns out not to answer in this way. */
    void run(BooleanSupplier running) {
        try {
            while (running.getAsBoolean() && look()) {
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
        // A host that never answered may drop such packets instead of refusing them.
        return answer == Answer.CAME || (answer == Answer.LATE && heardBefore);
    }

    private Answer ask() {
        try {
            vantage.open("127.0.0.1", CLOSED_PORT, TIMEOUT).close();
            return Answer.CAME;
        } catch (SshException e) {
            if (e.kind() == SshException.Kind.TIMEOUT) {
                return Answer.LATE;
            }
            return e.kind() == SshException.Kind.REFUSED ? Answer.CAME : Answer.NEVER;
        } catch (RuntimeException e) {
            // The drill goes on without this; probes on the same connection report what is wrong with it.
            return Answer.NEVER;
        }
    }

    private enum Answer {
        CAME,
        LATE,
        NEVER
    }
}
