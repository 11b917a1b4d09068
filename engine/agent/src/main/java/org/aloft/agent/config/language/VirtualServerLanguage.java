package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.VirtualServerBlock.Protocol;
import org.aloft.agent.config.VirtualServerTarget;

/** Keywords of {@code virtual_server}. */
final class VirtualServerLanguage {
    private static final int MOST = 999_999_999;
    private static final Map<String, Protocol> PROTOCOLS = Choices.names(Protocol.values());

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("virtual_server")
            .with(() -> SchedulingLanguage.VOCABULARY, draft -> draft.scheduling)
            .with(() -> PersistenceLanguage.VOCABULARY, draft -> draft.persistence)
            .with(() -> QuorumLanguage.VOCABULARY, draft -> draft.quorum)
            .word("lvs_method", VirtualServerLanguage::method)
            .word("lb_kind", VirtualServerLanguage::method)
            .word(
                    "protocol",
                    (arguments, draft) ->
                            draft.protocol = arguments.oneOf(PROTOCOLS, text -> text.toUpperCase(Locale.ROOT)))
            .word("ip_family", (arguments, draft) -> draft.ipv6 = FamilyWord.isIpv6(arguments))
            .word("ha_suspend", (arguments, draft) -> draft.haSuspend = true)
            .warned("snmp_name", Reasons.NO_SNMP)
            .warned("nat_mask", "IPVS has no mask for NAT, and keepalived passes the word over as well")
            .word("sorry_server", (arguments, draft) -> draft.sorryServer = arguments.endpointWithOptionalPort())
            .word("sorry_server_inhibit", (arguments, draft) -> draft.sorryServerInhibit = arguments.flag())
            .word(
                    "sorry_server_lvs_method",
                    (arguments, draft) -> draft.sorryServerMethod = LvsMethodLanguage.read(arguments))
            .word(
                    "weight",
                    (arguments, draft) -> arguments.integer(1, MOST).ifPresent(value -> draft.defaults.weight = value))
            .word("inhibit_on_failure", (arguments, draft) -> draft.defaults.inhibitOnFailure = arguments.flag())
            .with(() -> CheckDefaults.SERVER_VOCABULARY, draft -> draft.defaults.checks)
            .block(
                    "real_server",
                    (arguments, draft) -> draft.realServers.add(RealServerLanguage.Pending.of(arguments)));

    private VirtualServerLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        final SchedulingLanguage.Draft scheduling = new SchedulingLanguage.Draft();
        final PersistenceLanguage.Draft persistence = new PersistenceLanguage.Draft();
        final QuorumLanguage.Draft quorum = new QuorumLanguage.Draft();
        Optional<Protocol> protocol = Optional.empty();
        Optional<Boolean> ipv6 = Optional.empty();
        boolean haSuspend;
        Optional<InetSocketAddress> sorryServer = Optional.empty();
        boolean sorryServerInhibit;
        Optional<LvsMethodBlock> sorryServerMethod = Optional.empty();
        final RealServerLanguage.Defaults defaults = new RealServerLanguage.Defaults();

        /** Read last: the virtual server's own lines are their defaults, wherever in the block they stand. */
        final List<RealServerLanguage.Pending> realServers = new ArrayList<>();
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<Function<Boolean, VirtualServerTarget>> target = target(arguments);
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        List<RealServerBlock> realServers = draft.realServers.stream()
                .flatMap(server -> RealServerLanguage.read(server, draft.defaults).stream())
                .toList();
        target.flatMap(value -> new VirtualServerRules(arguments.statement(), draft, arguments.problems())
                        .finish(value, realServers))
                .ifPresent(
                        block -> configuration.add(block, arguments.statement().position()));
    }

    /** What it is once the family is known, which for marks and groups follows from the block. */
    private static Optional<Function<Boolean, VirtualServerTarget>> target(Arguments arguments) {
        if (arguments.take("fwmark")) {
            return FirewallMarks.read(arguments).map(mark -> ipv6 -> new VirtualServerTarget.FirewallMark(mark, ipv6));
        }
        if (arguments.take("group")) {
            return arguments
                    .word("the name of a virtual_server_group")
                    .map(name -> ipv6 -> new VirtualServerTarget.Group(name, ipv6));
        }
        return arguments
                .endpointWithOptionalPort()
                .map(endpoint -> ipv6 -> new VirtualServerTarget.Address(endpoint.getAddress(), endpoint.getPort()));
    }

    private static void method(Arguments arguments, Draft draft) {
        LvsMethodLanguage.read(arguments).ifPresent(value -> draft.defaults.method = value);
    }
}
