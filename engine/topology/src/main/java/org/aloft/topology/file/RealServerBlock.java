package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.Located;

/**
 * One real server about which more is said than its weight.
 *
 * <pre>{@code
 * weight: 2
 * port: 8080
 * address: 10.0.0.23
 * check: {http: {path: /}}
 * inhibit_on_failure: true
 * connections: {upper: 1000, lower: 800}
 * notify: {up: /usr/local/bin/tell up, down: /usr/local/bin/tell down}
 * }</pre>
 */
record RealServerBlock(int weight, Optional<Integer> port, VirtualService.Handling handling) {
    private static final int MOST = 999_999_999;

    static final Key<Integer> WEIGHT = Key.whole("weight", 0, 65535, "Write 1; 0 sends no new connections.")
            .otherwise("1")
            .help("Share of the connections; 0: no new ones.");
    private static final Key<Integer> PORT = Key.whole("port", 1, 65535, "Write the real server's port.")
            .help("With forward: nat, where it is not the service's.");
    static final Key<InetAddress> ADDRESS = Key.address(
                    "address", Values::unicastAddress, "Write the address where the host serves, in numbers.")
            .help("Where the host serves, where that is not the address that SSH uses.");
    private static final Key<Integer> UPPER = Key.whole("upper", 1, MOST, "Write 1000.")
            .required("upper: 1000")
            .help("No more connections than that are sent to it.");
    private static final Key<Integer> LOWER = Key.whole("lower", 1, MOST, "Write 800.")
            .help("New ones are sent again below that; three quarters of upper unless said.");
    private static final Keys CONNECTIONS_KEYS = Keys.of(UPPER, LOWER);
    private static final Key<Void> CONNECTIONS = Key.structure(
                    "connections", new Shape.Map(CONNECTIONS_KEYS), "connections: {upper: 1000}")
            .help("How many connections it is sent.");
    private static final String SCRIPT = "Put what needs more, such as a shell, into a script and name that.";
    private static final Key<String> UP = Key.named("up", NameRule.COMMAND, SCRIPT)
            .help("The program that is run when it comes up, with its arguments.");
    private static final Key<String> DOWN = Key.named("down", NameRule.COMMAND, SCRIPT)
            .help("The program that is run when it fails, with its arguments.");
    private static final Keys NOTIFY_KEYS = Keys.of(UP, DOWN);
    private static final Key<Void> NOTIFY = Key.structure(
                    "notify", new Shape.Map(NOTIFY_KEYS), "notify: {down: /usr/local/bin/tell}")
            .help("Programs that are told when it comes and goes.");

    static final Keys KEYS = Keys.of(
                    WEIGHT, PORT, ADDRESS, ChecksReader.CHECK, FallbackBlock.INHIBIT_ON_FAILURE, CONNECTIONS, NOTIFY)
            .alsoCalled("tcp", "Write `check: {tcp: {…}}`.")
            .alsoCalled("http_get", "Write `check: {http: {path: /}}`.");

    /** About which only its weight is said. */
    static RealServerBlock ofWeight(int weight) {
        return new RealServerBlock(weight, Optional.empty(), VirtualService.Handling.PLAIN);
    }

    static RealServerBlock read(Block written) {
        written.check(KEYS);
        Optional<Block> connections = written.block(CONNECTIONS).map(block -> block.check(CONNECTIONS_KEYS));
        Optional<Block> notify = written.block(NOTIFY).map(block -> block.check(NOTIFY_KEYS));
        List<Check> checks = ChecksReader.read(written);
        return new RealServerBlock(
                written.orFallback(WEIGHT),
                written.read(PORT).map(Located::value),
                new VirtualService.Handling(
                        checks.isEmpty() ? Optional.empty() : Optional.of(checks),
                        written.orFallback(FallbackBlock.INHIBIT_ON_FAILURE),
                        connections
                                .flatMap(block -> block.read(UPPER))
                                .map(Located::value)
                                .orElse(0),
                        connections.map(RealServerBlock::lower).orElse(0),
                        notify.flatMap(block -> block.read(UP)).map(Located::value),
                        notify.flatMap(block -> block.read(DOWN)).map(Located::value)));
    }

    /** The kernel refuses a lower threshold above the upper one, and one that is equal never ends the overload. */
    private static int lower(Block connections) {
        Optional<Integer> upper = connections.read(UPPER).map(Located::value);
        Optional<Integer> lower = connections.read(LOWER).map(Located::value);
        if (upper.isPresent() && lower.isPresent() && lower.get() >= upper.get()) {
            connections.refuse(
                    LOWER.name(),
                    "conflict",
                    "lower must be less than upper: lower=" + lower.get() + ", upper=" + upper.get(),
                    "Write " + Math.max(1, upper.get() * 3L / 4) + ", or remove it.");
        }
        return lower.orElse(0);
    }
}
