package org.aloft.agent.order;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.agent.balance.Balancer;
import org.aloft.agent.balance.DrainOrder;
import org.aloft.agent.balance.DrainProgress;
import org.aloft.agent.balance.DrainResult;
import org.aloft.agent.balance.RealServerSelector;
import org.aloft.agent.control.ControlOutput;

/** {@code aloftd drain} and {@code undrain}. Thread-safe. */
public final class DrainOrders {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    /** Longer than most requests, and than anybody looks on. */
    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

    /**
     * {@code 192.0.2.21}, {@code 192.0.2.21:80}, {@code 2001:db8::21}, {@code [2001:db8::21]:80}; names are not looked
     * up.
     */
    private static final Pattern SERVER = Pattern.compile(
            "(?:\\[(?<bracketed>[0-9a-fA-F:.]+)\\]|(?<v4>[0-9.]+)|(?<v6>[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))(?::(?<port>[0-9]{1,5}))?");

    /** Of a client that reads too slowly; what comes then is lost to it. */
    private static final int MOST_NEWS = 1_000;

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Supplier<Optional<Balancer>> balancer;

    /** @param balancer empty while nothing is balanced */
    public DrainOrders(Supplier<Optional<Balancer>> balancer) {
        this.balancer = balancer;
    }

    /** What was asked for. */
    private record Words(RealServerSelector servers, Duration limit, boolean all, Optional<Duration> backAfter) {}

    int drain(List<String> arguments, ControlOutput output) {
        Words words = words(arguments);
        BlockingQueue<DrainProgress> news = new ArrayBlockingQueue<>(MOST_NEWS);
        CompletableFuture<DrainResult> drained = running()
                .drain(new DrainOrder(words.servers(), words.limit(), words.all(), words.backAfter()), news::offer);
        tell(news, drained, output);
        DrainResult result = join(drained);
        return switch (result.outcome()) {
            case DRAINED -> {
                output.print("drained; take it back with: aloftd undrain " + arguments.get(0));
                yield DONE;
            }
            case TIME_UP -> {
                output.error("connections are left after " + words.limit().toSeconds()
                        + " s; weight stays 0. Wait on with the same command, or: aloftd undrain " + arguments.get(0));
                yield FAILED;
            }
            case CALLED_OFF -> {
                output.error("called off by undrain, a reload or the end of aloftd");
                yield FAILED;
            }
            case NO_SUCH_SERVER -> noSuchServer(arguments, output);
        };
    }

    /**
     * On this order's thread: the balancer's must not wait for a client that does not read, so it only leaves its news
     * here.
     */
    private static void tell(
            BlockingQueue<DrainProgress> news, CompletableFuture<DrainResult> drained, ControlOutput output) {
        boolean done = false;
        while (!done) {
            done = drained.isDone(); // before the last news
            try {
                DrainProgress next = news.poll(done ? 0 : LOOK.toMillis(), TimeUnit.MILLISECONDS);
                for (; next != null; next = news.poll()) {
                    output.print(next.toString());
                }
            } catch (InterruptedException stray) {
                return; // nobody interrupts this thread
            }
        }
    }

    int undrain(List<String> arguments, ControlOutput output) {
        int count = join(running().undrain(words(arguments).servers()));
        if (count == 0) {
            return noSuchServer(arguments, output);
        }
        output.print("taken back: " + count);
        return DONE;
    }

    private static int noSuchServer(List<String> arguments, ControlOutput output) {
        output.error("no real server is meant by " + String.join(" ", arguments) + "; see: aloftd status");
        return FAILED;
    }

    private Balancer running() {
        return balancer.get()
                .orElseThrow(() -> new IllegalStateException("nothing is balanced: there is no virtual_server"));
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException | CancellationException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new IllegalStateException(cause.getMessage(), failure);
        }
    }

    private static Words words(List<String> arguments) {
        Iterator<String> rest = arguments.iterator();
        Matcher server = SERVER.matcher(rest.hasNext() ? rest.next() : "");
        if (!server.matches()) {
            throw new IllegalArgumentException("name a real server: ADDRESS, ADDRESS:PORT or [IPV6]:PORT, then"
                    + " [--service 'TCP ADDRESS:PORT'] [--limit SECONDS] [--all] [--back-after SECONDS]");
        }
        Optional<String> service = Optional.empty();
        Duration limit = DEFAULT_LIMIT;
        boolean all = false;
        Optional<Duration> backAfter = Optional.empty();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--service") && rest.hasNext()) {
                service = Optional.of(rest.next());
            } else if (word.equals("--limit") && rest.hasNext()) {
                limit = seconds(word, rest.next());
            } else if (word.equals("--back-after") && rest.hasNext()) {
                backAfter = Optional.of(seconds(word, rest.next()));
            } else if (word.equals("--all")) {
                all = true;
            } else {
                throw new IllegalArgumentException("not understood, or without its value: " + word);
            }
        }
        return new Words(new RealServerSelector(address(server), port(server), service), limit, all, backAfter);
    }

    private static Duration seconds(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(option + " must be 1..999999 seconds: " + text);
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private static OptionalInt port(Matcher server) {
        String port = server.group("port");
        return port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port));
    }

    private static InetAddress address(Matcher server) {
        String bracketed = server.group("bracketed");
        String v4 = server.group("v4");
        String text = bracketed != null ? bracketed : v4 != null ? v4 : server.group("v6");
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException wrong) {
            throw new IllegalArgumentException("not an address: " + text, wrong);
        }
    }
}
