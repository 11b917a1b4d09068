package org.aloft.agent.config.language;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.aloft.agent.config.VirtualRule;
import org.aloft.agent.config.language.RouteNames.Kind;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;
import org.aloft.agent.kernel.route.AddressBlock;
import org.aloft.agent.kernel.route.RoutingRule;
import org.aloft.agent.kernel.route.RoutingRule.Action;
import org.aloft.agent.kernel.route.RoutingRule.Range;

/** The lines of {@code virtual_rules} and {@code static_rules}: {@code ip rule add} without its first words. */
final class VirtualRuleLanguage {
    private static final int KEEPALIVED = 18;
    private static final long MOST = 0xffff_ffffL;

    private static final Set<String> FLAGS =
            Set.of("nop", "blackhole", "unreachable", "prohibit", "l3mdev", "not", "inet", "inet6", "no_track");

    static final Vocabulary<Draft> OPTIONS = options();

    private VirtualRuleLanguage() {}

    private static Vocabulary<Draft> options() {
        Vocabulary<Draft> options = new Vocabulary<>("virtual_rules");
        packets(options);
        actions(options);
        for (String word : List.of("preference", "priority", "pref", "order")) {
            options.word(word, (arguments, draft) -> LineValues.unsigned(arguments, MOST)
                    .ifPresent(value -> draft.priority = OptionalInt.of(value.intValue())));
        }
        return options.word("inet", (arguments, draft) -> draft.ipv6 = false)
                .word("inet6", (arguments, draft) -> draft.ipv6 = true)
                .word("protocol", (arguments, draft) -> draft.values
                        .number(Kind.PROTOCOL, arguments)
                        .ifPresent(value -> draft.protocol = OptionalInt.of(value)))
                .word("no_track", (arguments, draft) -> draft.tracked = false)
                .word("track_group", (arguments, draft) -> arguments.word("the name of a track_group"));
    }

    private static void packets(Vocabulary<Draft> options) {
        options.word("from", (arguments, draft) -> draft.from = block(arguments, draft))
                .word("to", (arguments, draft) -> draft.to = block(arguments, draft))
                .word("not", (arguments, draft) -> draft.inverted = true)
                .word("iif", (arguments, draft) -> draft.inputInterface = arguments.word("the name of an interface"))
                .word("dev", (arguments, draft) -> draft.inputInterface = arguments.word("the name of an interface"))
                .word("oif", (arguments, draft) -> draft.outputInterface = arguments.word("the name of an interface"))
                .word("tos", VirtualRuleLanguage::typeOfService)
                .word("dsfield", VirtualRuleLanguage::typeOfService)
                .word("fwmark", VirtualRuleLanguage::mark)
                .word("tunnel-id", VirtualRuleLanguage::tunnel)
                .word("tun_id", VirtualRuleLanguage::tunnel)
                .word("uidrange", (arguments, draft) -> draft.users = range(arguments, MOST))
                .word("ip_proto", VirtualRuleLanguage::transport)
                .word("ipproto", VirtualRuleLanguage::transport)
                .word("sport", (arguments, draft) -> draft.sourcePorts = range(arguments, 65_535))
                .word("dport", (arguments, draft) -> draft.destinationPorts = range(arguments, 65_535));
    }

    private static void actions(Vocabulary<Draft> options) {
        options.word("table", VirtualRuleLanguage::lookup)
                .word("lookup", VirtualRuleLanguage::lookup)
                .word("l3mdev", (arguments, draft) -> draft.action = Optional.of(new Action.LookupVrf()))
                .word(
                        "goto",
                        (arguments, draft) -> draft.action =
                                LineValues.unsigned(arguments, MOST).map(value -> new Action.Goto(value.intValue())))
                .word("nop", (arguments, draft) -> draft.action = Optional.of(new Action.Pass()))
                .word("blackhole", (arguments, draft) -> draft.action = Optional.of(new Action.Blackhole()))
                .word("unreachable", (arguments, draft) -> draft.action = Optional.of(new Action.Unreachable()))
                .word("prohibit", (arguments, draft) -> draft.action = Optional.of(new Action.Prohibit()))
                .word("type", (arguments, draft) -> arguments
                        .oneOf(Choices.words("nop", "blackhole", "unreachable", "prohibit"), text -> text)
                        .ifPresent(value -> draft.action = Optional.of(type(value))))
                .word(
                        "realms",
                        (arguments, draft) -> draft.values.realms(arguments).ifPresent(value -> draft.realms = value));
        for (String word : List.of("suppress_prefixlength", "suppress_prefixlen", "sup_pl")) {
            options.word(word, (arguments, draft) -> arguments
                    .integer(0, 128)
                    .ifPresent(value -> draft.suppressPrefixLength = OptionalInt.of(value)));
        }
        for (String word : List.of("suppress_ifgroup", "sup_group")) {
            options.word(word, (arguments, draft) -> LineValues.unsigned(arguments, MOST)
                    .ifPresent(value -> draft.suppressInterfaceGroup = OptionalInt.of(value.intValue())));
        }
    }

    private static Action type(String word) {
        return switch (word) {
            case "blackhole" -> new Action.Blackhole();
            case "unreachable" -> new Action.Unreachable();
            case "prohibit" -> new Action.Prohibit();
            default -> new Action.Pass(); // the table of words above has no other
        };
    }

    /** Nothing for {@code all}, which every packet matches. */
    private static Optional<AddressBlock> block(Arguments arguments, Draft draft) {
        return arguments
                .word("an address block")
                .filter(text -> !text.equals("all") && !text.equals("default"))
                .flatMap(text -> LineValues.block(arguments, text, draft.ipv6));
    }

    private static void lookup(Arguments arguments, Draft draft) {
        draft.action = draft.values.number(Kind.TABLE, arguments).map(Action.Lookup::new);
    }

    private static void typeOfService(Arguments arguments, Draft draft) {
        draft.values.number(Kind.TYPE_OF_SERVICE, arguments).ifPresent(value -> draft.typeOfService = value);
    }

    private static void tunnel(Arguments arguments, Draft draft) {
        LineValues.unsigned(arguments, Long.MAX_VALUE).ifPresent(value -> draft.tunnel = OptionalLong.of(value));
    }

    private static void mark(Arguments arguments, Draft draft) {
        arguments.word("a mark, or mark/mask").ifPresent(text -> {
            String[] parts = text.split("/", 2);
            LineValues.unsigned(parts[0], MOST, arguments)
                    .ifPresent(value -> draft.mark = OptionalInt.of(value.intValue()));
            if (parts.length == 2) {
                LineValues.unsigned(parts[1], MOST, arguments)
                        .ifPresent(value -> draft.markMask = OptionalInt.of(value.intValue()));
            }
        });
    }

    private static void transport(Arguments arguments, Draft draft) {
        arguments.word("tcp, udp, icmp or a protocol's number").ifPresent(text -> {
            Optional<Long> number =
                    switch (text.toLowerCase(Locale.ROOT)) {
                        case "icmp" -> Optional.of(1L);
                        case "tcp" -> Optional.of(6L);
                        case "udp" -> Optional.of(17L);
                        case "dccp" -> Optional.of(33L);
                        case "icmpv6", "ipv6-icmp" -> Optional.of(58L);
                        case "sctp" -> Optional.of(132L);
                        default -> LineValues.unsigned(text, 255, arguments);
                    };
            number.ifPresent(value -> draft.transport = OptionalInt.of(value.intValue()));
        });
    }

    private static Optional<Range> range(Arguments arguments, long most) {
        return arguments.word("a number, or least-most").flatMap(text -> {
            String[] parts = text.split("-", 2);
            Optional<Long> least = LineValues.unsigned(parts[0], most, arguments);
            Optional<Long> highest = LineValues.unsigned(parts[parts.length - 1], most, arguments);
            return least.flatMap(low -> highest.map(high -> new Range(low.intValue(), high.intValue())));
        });
    }

    /** One line. Confined to the reading thread. */
    static final class Draft {
        final LineValues values;
        boolean ipv6;
        boolean inverted;
        Optional<Action> action = Optional.empty();
        Optional<AddressBlock> from = Optional.empty();
        Optional<AddressBlock> to = Optional.empty();
        Optional<String> inputInterface = Optional.empty();
        Optional<String> outputInterface = Optional.empty();
        OptionalInt mark = OptionalInt.empty();
        OptionalInt markMask = OptionalInt.empty();
        int typeOfService;
        OptionalLong tunnel = OptionalLong.empty();
        Optional<Range> users = Optional.empty();
        OptionalInt transport = OptionalInt.empty();
        Optional<Range> sourcePorts = Optional.empty();
        Optional<Range> destinationPorts = Optional.empty();
        OptionalInt priority = OptionalInt.empty();
        int realms;
        OptionalInt suppressPrefixLength = OptionalInt.empty();
        OptionalInt suppressInterfaceGroup = OptionalInt.empty();
        OptionalInt protocol = OptionalInt.empty();
        boolean tracked = true;

        Draft(LineValues values) {
            this.values = values;
        }

        RoutingRule finish(Action does, int precedence) {
            return new RoutingRule(
                    !ipv6,
                    does,
                    precedence,
                    new RoutingRule.Match(
                            from,
                            to,
                            new RoutingRule.Way(inputInterface, outputInterface),
                            new RoutingRule.Mark(mark, markMask),
                            typeOfService,
                            tunnel,
                            users,
                            new RoutingRule.Ports(transport, sourcePorts, destinationPorts)),
                    inverted,
                    realms,
                    suppressPrefixLength,
                    suppressInterfaceGroup,
                    protocol.orElse(tracked ? KEEPALIVED : 0));
        }
    }

    /** Empty, with a problem noted, for a line that is no rule. */
    static Optional<VirtualRule> read(Statement line, LineValues values, RulePriorities priorities, Problems problems) {
        Arguments whole = new Arguments(line, problems);
        whole.refuseBlock();
        List<Word> words = LineOptions.words(line);
        Draft draft = new Draft(values);
        draft.ipv6 = words.stream()
                .anyMatch(word -> word.text().equals("inet6") || word.text().contains(":"));
        OPTIONS.read(LineOptions.cut(words, OPTIONS::knows, FLAGS, Set.of()), draft, problems);
        String text = LineOptions.text(words);
        if (draft.action.isEmpty()) {
            whole.error("a rule needs to say what it does; add table NUMBER, or goto, blackhole …: " + text);
            return Optional.empty();
        }
        String complete = text;
        if (draft.priority.isEmpty()) {
            int given = priorities.next(draft.ipv6);
            whole.warning("this rule has no priority and is given " + given
                    + ", as in keepalived; add priority NUMBER, so that it does not depend on the lines before it: "
                    + text);
            draft.priority = OptionalInt.of(given);
            complete = text + " priority " + given;
        }
        RoutingRule rule = draft.finish(draft.action.get(), draft.priority.getAsInt());
        return Optional.of(new VirtualRule(complete, rule, draft.tracked));
    }
}
