package org.aloft.agent.vrrp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.thread.Faults;

/** A {@link VrrpRunner} on a host of its own, with a configuration as text. For one thread. */
final class RouterOnWire implements AutoCloseable {
    final VrrpRunner runner;
    final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
    private final Path file;

    private RouterOnWire(NetworkNamespaces.Side side, Path folder, String text) throws Exception {
        this.file = folder.resolve(side.name + ".conf");
        Configuration configuration = read(text);
        runner = side.call(() -> VrrpRunner.start(
                folder.resolve(side.name),
                configuration.instances(),
                configuration.statics(),
                Duration.ZERO,
                Optional.empty(),
                Clock.systemUTC(),
                events::add,
                LeftInPlace.NOTHING,
                Faults.supervisor()));
        configure(configuration);
    }

    static RouterOnWire start(NetworkNamespaces.Side side, Path folder, String text) throws Exception {
        return new RouterOnWire(side, folder, text);
    }

    void reload(String text) throws Exception {
        configure(read(text));
    }

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(file, text);
    }

    private void configure(Configuration configuration) {
        runner.delay(configuration.tracking().interfaceUpDownDelays());
        runner.configure(configuration.instances(), configuration.syncGroups(), configuration.statics());
    }

    /** Waits until so many instances have come to that state. */
    void await(InstanceState state, int instances) throws InterruptedException {
        for (int reached = 0; reached < instances; ) {
            boolean changed = next(AgentEvent.InstanceChanged.class).to() == state;
            reached += changed ? 1 : 0;
        }
    }

    /** Waits for an event of a kind; others are passed over. */
    <T extends AgentEvent> T next(Class<T> kind) throws InterruptedException {
        AgentEvent event = events.take();
        while (!kind.isInstance(event)) {
            event = events.take();
        }
        return kind.cast(event);
    }

    @Override
    public void close() {
        runner.close();
    }
}
