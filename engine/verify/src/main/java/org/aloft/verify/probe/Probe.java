package org.aloft.verify.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aloft.plan.show.DurationText;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;
import org.aloft.verify.observe.HttpAnswer;

/**
 * One request to one address, as a client makes it: a new TCP connection and, when there is a path, an HTTP GET. Safe
 * for use by several threads.
 *
 * @param vantage where it starts
 * @param address numeric
 * @param port 1..65535
 * @param httpPath path of the GET; empty: only connect
 * @param timeout for connecting and answering together
 */
public record Probe(Vantage vantage, String address, int port, Optional<String> httpPath, Duration timeout) {
    /** A longer page is known by its beginning. */
    private static final int MOST_BYTES = 256 * 1024;

    /**
     * Sends the request.
     *
     * @param fingerprints of the real servers
     * @param watchdog closes the connection on timeout
     */
    public Outcome ask(Fingerprints fingerprints, ScheduledExecutorService watchdog) {
        try {
            return httpPath.isEmpty() ? connect() : judge(fingerprint(watchdog), fingerprints);
        } catch (SshException e) {
            return new Outcome.Failed(reason(e));
        } catch (RuntimeException e) {
            // A probe without a sample would make a gap look shorter.
            return new Outcome.Failed("the probe itself failed: " + e);
        } catch (IOException e) {
            return new Outcome.Failed(e.getMessage() == null ? "the connection broke" : e.getMessage());
        }
    }

    /**
     * The fingerprint of what this address answers.
     *
     * @throws IOException when the answer is not HTTP, is incomplete, or is late
     * @throws SshException when connecting fails
     */
    public String fingerprint(ScheduledExecutorService watchdog) throws SshException, IOException {
        long begin = System.nanoTime();
        try (TcpChannel channel = vantage.open(address, port, timeout)) {
            Duration left = timeout.minusNanos(System.nanoTime() - begin);
            AtomicBoolean late = new AtomicBoolean();
            Runnable close = channel::close;
            // The flag first: close() wakes the reader before it returns.
            Runnable giveUp = () -> {
                late.set(true);
                close.run();
            };
            ScheduledFuture<?> end = watchdog.schedule(giveUp, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
            try {
                return Fingerprints.print(HttpAnswer.get(
                        channel.input(), channel.output(), authority(), httpPath.orElse("/"), MOST_BYTES));
            } catch (IOException e) {
                throw late.get() ? new IOException("no answer within " + DurationText.of(timeout), e) : e;
            } finally {
                end.cancel(false);
            }
        }
    }

    private Outcome connect() throws SshException {
        vantage.open(address, port, timeout).close();
        return new Outcome.Answered(Fingerprints.SOMEONE);
    }

    /** A 5xx answer is of no use to a client. */
    private static Outcome judge(String print, Fingerprints fingerprints) {
        return print.startsWith("5")
                ? new Outcome.Failed("HTTP status " + print.substring(0, 3))
                : new Outcome.Answered(fingerprints.serverOf(print));
    }

    private String authority() {
        String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return port == 80 ? host : host + ":" + port;
    }

    private static String reason(SshException e) {
        return switch (e.kind()) {
            case REFUSED -> "refused";
            case TIMEOUT -> "no answer";
            case UNREACHABLE -> "unreachable";
            case LOST -> "the SSH connection to the client host was lost";
            case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, AUTHENTICATION, NO_SUDO, WRITE_FAILED, SETTINGS -> e.getMessage();
        };
    }
}
