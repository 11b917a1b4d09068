package org.aloft.agent.status;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventDocument;
import org.aloft.agent.event.Events;

/** The latest events and then each new one, as one JSON object a line. Thread-safe. */
public final class EventStream {
    /** A reader who is slower than that by as many events loses some rather than keeping them all in memory. */
    private static final int WAITING = 1024;

    /** So that a reader who has left is noticed though nothing happens. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final Events events;
    private final Supplier<String> router;

    /** @param router {@code router_id}, as it is when an event is written */
    public EventStream(Events events, Supplier<String> router) {
        this.events = events;
        this.router = router;
    }

    /** Takes the stream. */
    public interface Reader {
        /** One more event, a JSON object on one line, without a line end. */
        void event(String json) throws IOException;

        /** Nothing happened for some seconds. */
        void idle() throws IOException;
    }

    /** The same for a reader who does not wait: has what there is by the time that he asks. For one thread. */
    public final class Queue implements AutoCloseable {
        private final BlockingQueue<AgentEvent> waiting = new LinkedBlockingQueue<>(WAITING);
        private final Runnable end;

        private Queue(Runnable news) {
            this.end = events.listenFromRecent(event -> {
                if (waiting.offer(event)) {
                    news.run();
                }
            });
        }

        /** The next event, if there is one, as a JSON object on one line. */
        public Optional<String> next() {
            return Optional.ofNullable(waiting.poll()).map(event -> EventDocument.write(router.get(), event));
        }

        @Override
        public void close() {
            end.run();
        }
    }

    /**
     * Begins with the latest events.
     *
     * @param news is run for each event by whoever tells it: must neither wait nor throw
     */
    public Queue open(Runnable news) {
        return new Queue(news);
    }

    /**
     * Goes on until the reader fails, which ends it without a word.
     *
     * @throws IOException what the reader threw
     */
    public void follow(Reader reader) throws IOException {
        BlockingQueue<AgentEvent> queue = new LinkedBlockingQueue<>(WAITING);
        Runnable end = events.listenFromRecent(queue::offer);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                AgentEvent next = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    reader.idle();
                } else {
                    reader.event(EventDocument.write(router.get(), next));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }
}
