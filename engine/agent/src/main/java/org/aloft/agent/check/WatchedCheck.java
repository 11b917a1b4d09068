package org.aloft.agent.check;

import java.util.Optional;
import java.util.function.Function;

/**
 * A check that is notified of changes rather than polled: {@code FILE_CHECK}, {@code BFD_CHECK}. All of it happens on
 * the checks' thread; only {@link #hear} and {@link #close} are for any.
 */
final class WatchedCheck implements RunningCheck {
    private final RealServerKey server;
    private final CheckListener listener;
    private final CheckLoop loop;
    private Optional<RunningCheck> source = Optional.empty();
    private Optional<CheckNews> last = Optional.empty();
    private boolean closed;

    private WatchedCheck(RealServerKey server, CheckListener listener, CheckLoop loop) {
        this.server = server;
        this.listener = listener;
        this.loop = loop;
    }

    /** Begins to listen. */
    static RunningCheck start(
            RealServerKey server, CheckListener listener, CheckLoop loop, Function<WatchedCheck, RunningCheck> source) {
        WatchedCheck check = new WatchedCheck(server, listener, loop);
        loop.run(() -> check.source = Optional.of(source.apply(check)));
        return check;
    }

    /** The source has something to say. */
    void hear(ProbeOutcome outcome) {
        loop.run(() -> {
            CheckNews news = new CheckNews(
                    server,
                    outcome.passed(),
                    outcome.passed() ? outcome.weight() : WeightEffect.NONE,
                    outcome.reason());
            if (!closed && isNew(news)) {
                last = Optional.of(news);
                listener.changed(news);
            }
        });
    }

    private boolean isNew(CheckNews news) {
        return last.map(before -> before.up() != news.up() || !before.weight().equals(news.weight()))
                .orElse(true);
    }

    @Override
    public void close() {
        loop.run(() -> {
            closed = true;
            source.ifPresent(RunningCheck::close);
        });
    }
}
