package org.aloft.topology.file;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aloft.topology.model.Check;
import org.aloft.topology.problem.Located;

/** The keys that kinds of checks have in common. Defaults are those of keepalived.conf(5), which differ by kind. */
final class CheckKeys {
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Key<Duration> CONNECT_TIMEOUT = Key.time(
                    "connect_timeout", Duration.ofMillis(1), HOUR, "Write 3s.")
            .otherwise("5s")
            .help("How long a connect may take.");
    private static final Key<Integer> PORT = Key.whole("port", 1, 65535, "Write the port that is asked.")
            .help("The port that is asked, where it is not the real server's.");
    private static final Key<InetAddress> ADDRESS = Key.address(
                    "address", Values::unicastAddress, "Write the address that is asked, in numbers.")
            .help("The address that is asked, where it is not the real server's.");
    private static final Key<Duration> DELAY = Key.time("delay", Duration.ofMillis(1), HOUR, "Write 3s.")
            .otherwise("1m")
            .help("Time between checks.");
    private static final Key<Duration> WARMUP = Key.time("warmup", Duration.ZERO, HOUR, "Write 0s for no pause.")
            .help("Longest pause before the first check; delay unless said.");

    /** For the kinds that haproxy checks by; keepalived and aloftd have no such word. */
    static final Key<Integer> RISE = Key.whole("rise", 1, 100, "Write 2.")
            .help("Good checks in a row that bring it back: 2 with `forward: proxy` unless said, always 1 without.");

    private final Key<Integer> retries;
    private final Key<Duration> delayBeforeRetry;

    private CheckKeys(Key<Integer> retries, Key<Duration> delayBeforeRetry) {
        this.retries = retries;
        this.delayBeforeRetry = delayBeforeRetry;
    }

    /** For a kind that pauses as long before a retry. */
    static CheckKeys of(int retries, String delayBeforeRetry) {
        return new CheckKeys(
                retries(retries), pause("Pause between those tries.").otherwise(delayBeforeRetry));
    }

    /** For a kind that pauses before a retry as long as between checks. */
    static CheckKeys withEvenPauses(int retries) {
        return new CheckKeys(retries(retries), pause("Pause between those tries; delay unless said."));
    }

    private static Key<Integer> retries(int otherwise) {
        return Key.whole("retries", 0, 100, "Write 3.")
                .otherwise(String.valueOf(otherwise))
                .help("More tries before it is taken out.");
    }

    private static Key<Duration> pause(String help) {
        return Key.time("delay_before_retry", Duration.ZERO, HOUR, "Write 3s.").help(help);
    }

    /** The keys of a kind that asks a port. */
    Keys ofPort(Key<?>... own) {
        return keys(List.of(own), List.of(CONNECT_TIMEOUT, PORT, ADDRESS));
    }

    /** The keys of a kind that asks a host. */
    Keys ofHost() {
        return keys(List.of(), List.of(CONNECT_TIMEOUT, ADDRESS));
    }

    /** The keys of a kind that asks nobody. */
    Keys ofProgram(Key<?>... own) {
        return keys(List.of(own), List.of());
    }

    private Keys keys(List<Key<?>> own, List<Key<?>> connect) {
        List<Key<?>> all = new ArrayList<>(own);
        all.addAll(connect);
        all.addAll(List.of(retries, delayBeforeRetry, DELAY, WARMUP));
        return Keys.of(all)
                .alsoCalled("interval", "Write `delay: 3s`.")
                .alsoCalled("inter", "Write `delay: 3s`.")
                .alsoCalled("fall", "Write `retries: 3`.")
                .notYet("Remove it: one good check brings a real server back.", "rise");
    }

    Check.Connect connect(Block written) {
        return new Check.Connect(
                written.orFallback(CONNECT_TIMEOUT),
                written.read(ADDRESS).map(Located::value),
                written.read(PORT).map(Located::value));
    }

    Check.Pace pace(Block written) {
        Duration delay = written.orFallback(DELAY);
        return new Check.Pace(
                written.orFallback(retries),
                written.read(delayBeforeRetry)
                        .map(Located::value)
                        .orElseGet(() ->
                                delayBeforeRetry.fallback().isPresent() ? delayBeforeRetry.fallbackValue() : delay),
                delay,
                written.read(WARMUP).map(Located::value),
                written.read(RISE).map(Located::value));
    }

    /** A key of a check whose map may be left out. */
    static Key<Void> kind(String name, Keys keys, String help) {
        return Key.structure(name, new Shape.Either(List.of(new Shape.Map(keys), new Shape.Nothing())))
                .help(help);
    }
}
