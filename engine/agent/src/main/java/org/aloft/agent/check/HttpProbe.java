package org.aloft.agent.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpUrlBlock;
import org.aloft.agent.config.HttpUrlBlock.StatusRange;

/**
 * {@code HTTP_GET} and {@code SSL_GET}: asks for one url at each step, and compares the answer with what it should be.
 */
final class HttpProbe implements Probe {
    /** A url, made ready once. */
    private record Wanted(
            HttpUrlBlock url, HttpRequest request, Optional<TlsClient> tls, Optional<BodySearch> search, String name) {}

    private final HttpCheckBlock block;
    private final Dialer dialer;
    private final Supplier<TlsIdentity> identity;
    private final List<Wanted> urls = new ArrayList<>();

    /** @param identity as whom {@code SSL_GET} speaks, at each connection */
    HttpProbe(HttpCheckBlock block, Dialer dialer, Supplier<TlsIdentity> identity) {
        this.block = block;
        this.dialer = dialer;
        this.identity = identity;
        block.urls().forEach(url -> urls.add(wanted(url)));
    }

    private Wanted wanted(HttpUrlBlock url) {
        HttpRequest request = new HttpRequest(block.connection(), block.protocol(), url.path(), url.virtualHost());
        Optional<String> serverName = block.sendsServerName() ? url.virtualHost() : Optional.empty();
        String name = (block.tls() ? "https://" : "http://")
                + Dialer.text(block.connection().target())
                + url.saidPath() // reasons are read by anybody
                + url.virtualHost().map(host -> " of " + host).orElse("");
        return new Wanted(
                url,
                request,
                block.tls()
                        ? Optional.of(new TlsClient(serverName.map(HttpProbe::withoutPort), identity))
                        : Optional.empty(),
                url.body().map(pattern -> new BodySearch(pattern, System::nanoTime)),
                name);
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":[0-9]+$", "");
    }

    @Override
    public int steps() {
        return urls.size();
    }

    @Override
    public boolean hasFastRecovery() {
        return block.fastRecovery();
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        Wanted wanted = urls.get(step);
        Optional<String> problem = wanted.tls().flatMap(TlsClient::problem);
        if (problem.isPresent()) {
            done.accept(ProbeOutcome.leftOut(problem.get()));
            return Cancellable.NOTHING;
        }
        HttpExchange exchange =
                new HttpExchange(
                        wanted.request(),
                        wanted.tls(),
                        wanted.url().requiresCloseNotify(),
                        wanted.search().isPresent(),
                        dialer,
                        done) {
                    @Override
                    void answered(HttpAnswer whole) {
                        Optional<String> difference = difference(wanted, whole);
                        if (difference.isPresent()) {
                            fail(wanted.name() + " " + difference.get());
                        } else {
                            pass(wanted.name() + " answered " + whole.status() + " as it should");
                        }
                    }
                };
        return exchange.open(dialer.stream(block.connection()));
    }

    /** What is wrong with an answer, after the url's name. */
    private static Optional<String> difference(Wanted wanted, HttpAnswer answer) {
        HttpUrlBlock url = wanted.url();
        if (!url.statusCodes().isEmpty()
                && url.statusCodes().stream().noneMatch(range -> range.contains(answer.status()))) {
            String codes = url.statusCodes().stream().map(StatusRange::toString).collect(Collectors.joining(" "));
            return Optional.of("answered " + answer.status() + " instead of " + codes);
        }
        if (url.digest().isPresent()) {
            String digest = answer.digest();
            if (!digest.equals(url.digest().get())) {
                return Optional.of(
                        "has digest " + digest + " instead of " + url.digest().get());
            }
        }
        return wanted.search().flatMap(search -> difference(url, search.in(answer.body())));
    }

    private static Optional<String> difference(HttpUrlBlock url, BodySearch.Result result) {
        boolean mustNotMatch = url.body().orElseThrow().mustNotMatch();
        return switch (result) {
            case FOUND -> mustNotMatch ? Optional.of("has what regex must not find") : Optional.empty();
            case NOT_FOUND -> mustNotMatch ? Optional.empty() : Optional.of("has nothing that regex finds");
            case TOO_HARD ->
                Optional.of("is too hard for its regex, which took longer than " + Dialer.seconds(BodySearch.LONGEST)
                        + "; write one with fewer ways to match");
        };
    }
}
