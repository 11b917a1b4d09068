package org.aloft.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.aloft.plan.show.Style;
import org.aloft.verify.observe.Observer;
import org.aloft.verify.probe.Sleep;
import org.aloft.verify.status.StatusNews;
import org.aloft.verify.status.StatusTable;
import org.aloft.verify.status.StatusText;
import org.aloft.verify.status.StatusWatch;

/** {@code aloft status --watch}. Used by one thread. */
final class WatchedStatus {
    /** A host that takes longer has died, or is as good as dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final Session session;
    private final Duration interval;
    private final boolean json;
    private final Style style;

    WatchedStatus(Aloft aloft, Session session, Duration interval, boolean json) {
        this.terminal = aloft.terminal;
        this.session = session;
        this.interval = interval;
        this.json = json;
        this.style = new Style(terminal.colour());
    }

    /**
     * Goes on until this thread is interrupted, or nobody reads any more.
     *
     * @return the exit code
     */
    int run() throws InterruptedException {
        Observer observer = new Observer(session.topology(), session.fleet(), PATIENCE);
        Optional<Terminal.Screen> screen = json || !terminal.interactive() ? Optional.empty() : terminal.screen();
        try (StatusWatch watch = StatusWatch.start(session.topology(), observer, interval, Sleep.onThread())) {
            if (screen.isPresent()) {
                inPlace(watch, screen.get());
            } else if (json) {
                documents(watch);
            } else {
                lines(watch);
            }
        }
        return ExitCode.DONE.status();
    }

    private void inPlace(StatusWatch watch, Terminal.Screen on) throws InterruptedException {
        try (WatchScreen screen = new WatchScreen(terminal, on)) {
            StatusTable before = watch.now();
            while (true) {
                StatusTable table = watch.now();
                Instant now = now();
                screen.show(
                        WatchScreen.title(now.toString(), table.healthy(), style),
                        StatusText.table(table, now, style),
                        dated(now, StatusNews.between(before, table)));
                before = table;
                pause();
            }
        }
    }

    private void documents(StatusWatch watch) throws InterruptedException {
        while (!terminal.out().checkError()) {
            terminal.print(StatusText.json(watch.now(), Aloft.VERSION));
            pause();
        }
    }

    private void lines(StatusWatch watch) throws InterruptedException {
        StatusTable before = watch.now();
        terminal.print(StatusText.table(before, now(), style));
        while (!terminal.out().checkError()) {
            pause();
            StatusTable table = watch.now();
            dated(now(), StatusNews.between(before, table)).forEach(line -> terminal.print(line + "\n"));
            before = table;
        }
    }

    private static List<String> dated(Instant now, List<String> news) {
        return news.stream().map(line -> now + "  " + line).toList();
    }

    private Instant now() {
        return session.surroundings().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private void pause() throws InterruptedException {
        Sleep.onThread().of(interval);
    }
}
