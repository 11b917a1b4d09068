package org.aloft.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.aloft.agent.config.Surroundings;
import org.aloft.agent.status.AgentStatus;
import org.aloft.agent.status.Metrics;
import org.aloft.agent.status.StatusDocument;
import org.aloft.agent.status.StatusPage;
import org.aloft.agent.status.WebServer;

/** What is found where over HTTP. */
final class WebPages implements AutoCloseable {
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Optional<WebServer> server;

    private WebPages(Optional<WebServer> server) {
        this.server = server;
    }

    /**
     * Starts to answer.
     *
     * @param address empty for nowhere
     * @param status asked for each page; from any thread
     */
    static WebPages start(Optional<InetSocketAddress> address, Supplier<AgentStatus> status) throws IOException {
        if (address.isEmpty()) {
            return new WebPages(Optional.empty());
        }
        Map<String, WebServer.Content> contents = Map.of(
                "/", page("text/html; charset=utf-8", () -> StatusPage.of(hostName(), status.get())),
                "/metrics", page(METRICS, () -> Metrics.of(status.get())),
                "/status.json", new WebServer.Document("application/json", () -> StatusDocument.write(status.get())));
        return new WebPages(Optional.of(WebServer.start(address.get(), contents)));
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
