package org.aloft.agent.order;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /**
     * What was asked for.
     *
     * @param servers by how they were named
     */
    private record Words(
            Map<String, RealServerSelector> servers, Duration limit, boolean all, Optional<Duration> backAfter) {
        DrainOrder order() {
            return new DrainOrder(List.copyOf(servers.values()), limit, all, backAfter);
        }

        /** What a message about one of several real servers begins with; nothing where there is only one. */
        String prefix(String name) {
            return servers.size() == 1 ? "" : name + ": ";
        }
    }

    int drain(List<String> arguments, ControlOutput output) {
        Words words = words(arguments);
        BlockingQueue<DrainProgress> news = new ArrayBlockingQueue<>(MOST_NEWS);
        CompletableFuture<DrainResult> drained = running().drain(words.order(), news::offer);
        tell(news, drained, output);
        DrainResult result = join(drained);
        return switch (result.outcome()) {
            case DRAINED -> {
                tellEach(words, result, output);
                yield DONE;
            }
            case TIME_UP -> {
                tellEach(words, result, output);
                yield FAILED;
            }
            case CALLED_OFF -> {
                output.error("called off by undrain, a reload or the end of aloftd");
                yield FAILED;
            }
            case NO_SUCH_SERVER -> {
                Map<String, RealServerSelector> unknown = new LinkedHashMap<>(words.servers());
                unknown.values().retainAll(result.unknown());
                yield noSuchServer(words, unknown.keySet(), arguments, output);
            }
        };
    }

    private static void tellEach(Words words, DrainResult result, ControlOutput output) {
        words.servers().forEach((name, servers) -> {
            if (result.isDrained(servers)) {
                output.print(words.prefix(name) + "drained; take it back with: aloftd undrain " + name);
            } else {
                output.error(words.prefix(name) + "connections are left after "
                        + words.limit().toSeconds()
                        + " s; weight stays 0. Wait on with the same command, or: aloftd undrain " + name);
            }
        });
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
        Words words = words(arguments);
        Map<String, CompletableFuture<Integer>> counts = new LinkedHashMap<>();
        words.servers().forEach((name, servers) -> counts.put(name, running().undrain(servers)));
        Set<String> unknown = new LinkedHashSet<>();
        counts.forEach((name, count) -> {
            if (join(count) == 0) {
                unknown.add(name);
            } else {
                output.print(words.prefix(name) + "taken back: " + join(count));
            }
        });
        return unknown.isEmpty() ? DONE : noSuchServer(words, unknown, arguments, output);
    }

    private static int noSuchServer(Words words, Set<String> unknown, List<String> arguments, ControlOutput output) {
        List<String> options = arguments.stream()
                .dropWhile(word -> words.servers().containsKey(word))
                .toList();
        unknown.forEach(name -> output.error("no real server is meant by "
                + String.join(
                        " ", Stream.concat(Stream.of(name), options.stream()).toList()) + "; see: aloftd status"));
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
        List<String> names = arguments.stream()
                .takeWhile(word -> SERVER.matcher(word).matches())
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("name real servers: ADDRESS, ADDRESS:PORT or [IPV6]:PORT, then"
                    + " [--service 'TCP ADDRESS:PORT'] [--limit SECONDS] [--all] [--back-after SECONDS]");
        }
        Iterator<String> rest =
                arguments.subList(names.size(), arguments.size()).iterator();
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
        Map<String, RealServerSelector> servers = new LinkedHashMap<>();
        for (String name : names) {
            servers.put(name, selector(name, service));
        }
        return new Words(servers, limit, all, backAfter);
    }

    private static RealServerSelector selector(String name, Optional<String> service) {
        Matcher server = SERVER.matcher(name);
        if (!server.matches()) {
            throw new IllegalArgumentException("not a real server: " + name);
        }
        return new RealServerSelector(address(server), port(server), service);
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
