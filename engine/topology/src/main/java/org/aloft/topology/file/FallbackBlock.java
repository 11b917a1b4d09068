package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;

/**
 * What a service says about failed real servers.
 *
 * <pre>{@code
 * quorum: 2
 * hysteresis: 1
 * sorry_server: backup1:8080         # a host of the inventory, or an address
 * sorry_server_inhibit: true
 * alpha: true
 * omega: true
 * inhibit_on_failure: true
 * mail: true
 * notify: {quorum_up: /usr/local/bin/tell up, quorum_down: /usr/local/bin/tell down}
 * }</pre>
 */
record FallbackBlock(
        Optional<Located<Integer>> quorum,
        int hysteresis,
        Optional<Located<Sorry>> sorryServer,
        boolean sorryServerInhibit,
        VirtualService.WhenFailed whenFailed,
        boolean mail,
        Optional<String> quorumUp,
        Optional<String> quorumDown) {
    private static final int MOST = 999_999_999;

    static final Key<Integer> QUORUM = Key.whole("quorum", 1, MOST, "Write 1.")
            .otherwise("1")
            .help("The least weight of live real servers with which the service runs.");
    static final Key<Integer> HYSTERESIS = Key.whole("hysteresis", 0, MOST, "Write 1.")
            .otherwise("0")
            .help("How much above the quorum it takes to reach it, and below it to lose it.");
    static final Key<Sorry> SORRY_SERVER = Key.text(
                    "sorry_server", Sorry::of, "Write a host of the inventory, or an address: 10.0.0.9:8080.")
            .help("Who serves while there is no quorum: a host or an address, with :PORT where that differs.");
    static final Key<Boolean> SORRY_SERVER_INHIBIT = Key.truth("sorry_server_inhibit")
            .otherwise("false")
            .help("Whether the sorry server stays in the table, with weight 0, while it is not needed.");
    static final Key<Boolean> ALPHA =
            Key.truth("alpha").otherwise("false").help("Whether real servers count as dead until their first check.");
    static final Key<Boolean> OMEGA =
            Key.truth("omega").otherwise("false").help("Whether the programs of notify are run when the agent ends.");
    static final Key<Boolean> INHIBIT_ON_FAILURE = Key.truth("inhibit_on_failure")
            .otherwise("false")
            .help("Whether a real server that fails stays in the table, with weight 0.");
    static final Key<Boolean> MAIL = Key.truth("mail")
            .otherwise("false")
            .help("Whether mails tell when the quorum is reached or lost, and real servers come and go.");
    private static final Key<String> QUORUM_UP = Key.named(
                    "quorum_up", NameRule.COMMAND, "Put what needs more, such as a shell, into a script and name that.")
            .help("The program that is run when the quorum is reached, with its arguments.");
    private static final Key<String> QUORUM_DOWN = Key.named(
                    "quorum_down",
                    NameRule.COMMAND,
                    "Put what needs more, such as a shell, into a script and name that.")
            .help("The program that is run when the quorum is lost, with its arguments.");
    private static final Keys NOTIFY_KEYS = Keys.of(QUORUM_UP, QUORUM_DOWN)
            .alsoCalled("up", "Write `quorum_up: /usr/local/bin/tell`, or `notify` of a real server.")
            .alsoCalled("down", "Write `quorum_down: /usr/local/bin/tell`, or `notify` of a real server.");
    static final Key<Void> NOTIFY = Key.structure(
                    "notify", new Shape.Map(NOTIFY_KEYS), "notify: {quorum_down: /usr/local/bin/tell}")
            .help("Programs that are told of the quorum.");

    /**
     * The sorry server as it is written.
     *
     * @param host a name, or an address
     * @param port empty: the service's
     * @param managed whether it is a host of the inventory
     */
    record Sorry(String host, Optional<Integer> port, boolean managed) {
        /** {@code web9}, {@code web9:8080}, {@code 10.0.0.9}, {@code [2001:db8::9]:8080}. */
        static Sorry of(String text) {
            if (text.startsWith("[") && text.contains("]")) {
                String behind = text.substring(text.indexOf(']') + 1);
                String address = text.substring(1, text.indexOf(']'));
                return new Sorry(
                        address, behind.isEmpty() ? Optional.empty() : Optional.of(port(behind.substring(1))), false);
            }
            int colon = text.indexOf(':');
            if (colon < 0 || colon != text.lastIndexOf(':')) {
                return new Sorry(text, Optional.empty(), false);
            }
            return new Sorry(text.substring(0, colon), Optional.of(port(text.substring(colon + 1))), false);
        }

        private static int port(String text) {
            return Values.integer("port", 1, 65535).apply(text);
        }

        private Sorry resolved(Inventory inventory) {
            return new Sorry(host, port, inventory.hasHost(host));
        }

        /** Its address, where it is no host of the inventory. */
        Optional<InetAddress> address() {
            return managed ? Optional.empty() : IpPrefix.address(host);
        }
    }

    static FallbackBlock read(Block block, Inventory inventory) {
        Optional<Block> notify = block.block(NOTIFY).map(written -> written.check(NOTIFY_KEYS));
        int hysteresis = block.orFallback(HYSTERESIS);
        int quorum = block.orFallback(QUORUM);
        if (hysteresis >= quorum) {
            block.refuse(
                    HYSTERESIS.name(),
                    "conflict",
                    "hysteresis must be less than quorum: hysteresis=" + hysteresis + ", quorum=" + quorum,
                    "Write " + (quorum - 1) + ", or a larger `quorum`.");
        }
        Optional<Located<Sorry>> sorry = block.read(SORRY_SERVER)
                .map(written -> written.with(written.value().resolved(inventory)))
                .filter(written -> isThere(written, inventory, block));
        if (sorry.isEmpty() && !block.has(SORRY_SERVER.name())) {
            block.refuse(
                    SORRY_SERVER_INHIBIT.name(),
                    "missing-key",
                    "`sorry_server_inhibit` says how to use a sorry server, and there is none",
                    "Add `sorry_server: 10.0.0.9`, or remove it.");
        }
        return new FallbackBlock(
                block.read(QUORUM),
                hysteresis,
                sorry,
                block.orFallback(SORRY_SERVER_INHIBIT),
                new VirtualService.WhenFailed(
                        block.orFallback(ALPHA), block.orFallback(OMEGA), block.orFallback(INHIBIT_ON_FAILURE)),
                block.orFallback(MAIL),
                notify.flatMap(written -> written.read(QUORUM_UP)).map(Located::value),
                notify.flatMap(written -> written.read(QUORUM_DOWN)).map(Located::value));
    }

    /** A director may be its own sorry server, so that loopback is no mistake here. */
    private static boolean isThere(Located<Sorry> written, Inventory inventory, Block block) {
        Optional<InetAddress> address = written.value().address();
        if (address.isEmpty()) {
            return new HostNames(inventory, block.problems())
                    .isHost(written.value().host(), written.at(), written.key());
        }
        return block.parse(
                        written.with(written.value().host()),
                        text -> {
                            if (address.get().isAnyLocalAddress()
                                    || address.get().isMulticastAddress()) {
                                throw new BadValue("bad-address", "must be an address of one host: " + text);
                            }
                            return text;
                        },
                        "Write its address.")
                .isPresent();
    }

    /** The sorry server's name in the inventory, if it is there. */
    Optional<String> sorryHost() {
        return sorryServer.map(Located::value).filter(Sorry::managed).map(Sorry::host);
    }

    /** Once there are no problems. */
    VirtualService.Fallback build(Map<String, Host> hosts, int servicePort) {
        return new VirtualService.Fallback(
                new VirtualService.Quorum(quorum.map(Located::value).orElseGet(QUORUM::fallbackValue), hysteresis),
                sorryServer.map(written -> sorry(written.value(), hosts, servicePort)),
                whenFailed,
                mail,
                quorumUp,
                quorumDown);
    }

    private VirtualService.SorryServer sorry(Sorry written, Map<String, Host> hosts, int servicePort) {
        return new VirtualService.SorryServer(
                sorryHost(),
                written.address()
                        .orElseGet(
                                () -> Values.address(hosts.get(written.host()).address())),
                written.port().orElse(servicePort),
                sorryServerInhibit);
    }
}
