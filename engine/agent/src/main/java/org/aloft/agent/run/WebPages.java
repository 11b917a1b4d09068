package org.aloft.agent.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aloft.agent.config.text.Surroundings;
import org.aloft.agent.status.AgentStatus;
import org.aloft.agent.status.EventStream;
import org.aloft.agent.status.ExplanationText;
import org.aloft.agent.status.HostNames;
import org.aloft.agent.status.Metrics;
import org.aloft.agent.status.StatusDocument;
import org.aloft.agent.status.StatusPage;
import org.aloft.agent.status.WebServer;
import org.aloft.agent.thread.Supervisor;

/** The paths of the web server. */
final class WebPages implements AutoCloseable {
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    /** Of server-sent events; it keeps the connection. */
    private static final String COMMENT = ":\n\n";

    private final Optional<WebServer> server;

    private WebPages(Optional<WebServer> server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param address empty for nowhere
     * @param furtherNames of this host, beside the one that it has
     * @param status asked for each page; from any thread
     * @param events for {@code /events}
     * @param supervisor of the thread
     */
    static WebPages start(
            Optional<InetSocketAddress> address,
            Set<String> furtherNames,
            Supplier<AgentStatus> status,
            EventStream events,
            Supervisor supervisor)
            throws IOException {
        if (address.isEmpty()) {
            return new WebPages(Optional.empty());
        }
        Map<String, WebServer.Content> contents = Map.of(
                "/",
                page("text/html; charset=utf-8", () -> StatusPage.of(hostName(), status.get())),
                "/explain",
                page("text/plain; charset=utf-8", () -> explanation(status.get())),
                "/metrics",
                page(METRICS, () -> Metrics.of(status.get())),
                "/events",
                new WebServer.Stream("text/event-stream", COMMENT, news -> serverSent(events.open(news))),
                "/status.json",
                new WebServer.Document("application/json", () -> StatusDocument.write(status.get())));
        Set<String> names = new HashSet<>(furtherNames);
        names.add(hostName());
        names.add(hostName().split("\\.", 2)[0]);
        return new WebPages(Optional.of(WebServer.start(address.get(), HostNames.of(names), contents, supervisor)));
    }

    /** Server-sent events, as browsers read them: a line {@code data:} and an empty one. */
    private static WebServer.Feed serverSent(EventStream.Queue queue) {
        return new WebServer.Feed() {
            @Override
            public Optional<byte[]> next() {
                return queue.next().map(json -> ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {
                queue.close();
            }
        };
    }

    private static String explanation(AgentStatus status) {
        return status.instances().stream()
                .map(instance -> ExplanationText.of(instance, status.asOf()))
                .collect(Collectors.joining("", "", "as of " + status.asOf() + "\n"));
    }

    private static String hostName() {
        return Surroundings.ofThisHost(Optional.empty()).hostName();
    }

    private static WebServer.Document page(String type, Supplier<String> text) {
        return new WebServer.Document(type, () -> text.get().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.ifPresent(WebServer::close);
    }
}
