package org.aloft.agent.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.VirtualServerBlock.Forwarding;
import org.aloft.agent.config.VirtualServerBlock.Protocol;

/** Keywords of {@code virtual_server}. */
final class VirtualServerLanguage {
    private static final Duration LONGEST_PERSISTENCE = Duration.ofDays(31);
    private static final Duration DEFAULT_PERSISTENCE = Duration.ofMinutes(6);

    /** keepalived.conf(5), {@code lvs_sched}. */
    private static final Map<String, String> SCHEDULERS = Choices.words(
            "rr", "wrr", "lc", "wlc", "lblc", "sh", "mh", "dh", "fo", "ovf", "lblcr", "sed", "nq", "twos");

    private static final Map<String, Forwarding> FORWARDING = Choices.names(Forwarding.values());
    private static final Map<String, Protocol> PROTOCOLS = Choices.names(Protocol.values());

    private static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("virtual_server")
            .word("lb_algo", VirtualServerLanguage::scheduler)
            .word("lvs_sched", VirtualServerLanguage::scheduler)
            .word("lb_kind", VirtualServerLanguage::forwarding)
            .word("lvs_method", VirtualServerLanguage::forwarding)
            .word("protocol", (arguments, draft) -> arguments
                    .oneOf(PROTOCOLS, text -> text.toUpperCase(Locale.ROOT))
                    .ifPresent(value -> draft.protocol = value))
            .word("persistence_timeout", VirtualServerLanguage::persistence)
            .word("quorum", (arguments, draft) -> arguments
                    .integer(1, Integer.MAX_VALUE)
                    .ifPresent(value -> draft.quorum = value))
            .word("sorry_server", (arguments, draft) -> draft.sorryServer = arguments.endpoint())
            .word("inhibit_on_failure", (arguments, draft) -> draft.defaults.inhibitOnFailure = arguments.flag())
            .with(CheckDefaults.SERVER_VOCABULARY, draft -> draft.defaults.checks)
            .block(
                    "real_server",
                    (arguments, draft) -> draft.realServers.add(RealServerLanguage.Pending.of(arguments)));

    private VirtualServerLanguage() {}

    private static final class Draft {
        String scheduler = "wlc";
        Forwarding forwarding = Forwarding.NAT;
        Protocol protocol = Protocol.TCP;
        Optional<Duration> persistence = Optional.empty();
        int quorum = 1;
        Optional<InetSocketAddress> sorryServer = Optional.empty();
        final RealServerLanguage.Defaults defaults = new RealServerLanguage.Defaults();

        /** Read last: the virtual server's own lines are their defaults, wherever in the block they stand. */
        final List<RealServerLanguage.Pending> realServers = new ArrayList<>();
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<InetSocketAddress> endpoint = arguments.endpoint();
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        List<RealServerBlock> realServers = draft.realServers.stream()
                .flatMap(server -> RealServerLanguage.read(server, draft.defaults).stream())
                .toList();
        Position position = arguments.statement().position();
        refuseTwins(realServers, position, arguments.problems());
        endpoint.ifPresent(value -> configuration.add(
                new VirtualServerBlock(
                        value,
                        draft.scheduler,
                        draft.forwarding,
                        draft.protocol,
                        draft.persistence,
                        draft.quorum,
                        draft.sorryServer,
                        realServers),
                position));
    }

    private static void refuseTwins(List<RealServerBlock> realServers, Position position, Problems problems) {
        List<InetSocketAddress> seen = new ArrayList<>();
        for (RealServerBlock server : realServers) {
            InetSocketAddress endpoint = server.endpoint();
            if (seen.contains(endpoint)) {
                problems.error(
                        position,
                        "real_server " + endpoint.getAddress().getHostAddress() + " " + endpoint.getPort()
                                + " stands twice in this virtual_server; keep one");
            }
            seen.add(endpoint);
        }
    }

    private static void scheduler(Arguments arguments, Draft draft) {
        arguments.oneOf(SCHEDULERS, text -> text).ifPresent(value -> draft.scheduler = value);
    }

    private static void forwarding(Arguments arguments, Draft draft) {
        arguments.oneOf(FORWARDING, text -> text.toUpperCase(Locale.ROOT)).ifPresent(value -> draft.forwarding = value);
    }

    private static void persistence(Arguments arguments, Draft draft) {
        draft.persistence = arguments.hasMore()
                ? arguments.seconds(Duration.ofSeconds(1), LONGEST_PERSISTENCE)
                : Optional.of(DEFAULT_PERSISTENCE);
    }
}
