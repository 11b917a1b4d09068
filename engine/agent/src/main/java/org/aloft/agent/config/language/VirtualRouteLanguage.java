package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.language.RouteNames.Kind;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;
import org.aloft.agent.kernel.route.AddressBlock;
import org.aloft.agent.kernel.route.NextHop;
import org.aloft.agent.kernel.route.Route;
import org.aloft.agent.kernel.route.RouteMetric;

/** The lines of {@code virtual_routes} and {@code static_routes}: {@code ip route add} without its first words. */
final class VirtualRouteLanguage {
    private static final int KEEPALIVED = 18;
    private static final long MOST = 0xffff_ffffL;
    /** What keepalived makes of smaller times. */
    private static final long LEAST_MILLISECONDS = 200;

    private static final Set<String> TYPES = Set.of(
            "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw");

    private static final Set<String> FLAGS = Set.of(
            "unicast",
            "local",
            "broadcast",
            "anycast",
            "multicast",
            "blackhole",
            "unreachable",
            "prohibit",
            "throw",
            "inet",
            "inet6",
            "onlink",
            "append",
            "no_track");

    private static final Vocabulary<HopDraft> HOP_OPTIONS = new Vocabulary<HopDraft>("nexthop")
            .word("via", (arguments, hop) -> hop.gateway = gateway(arguments))
            .word("dev", (arguments, hop) -> hop.device = arguments.word("the name of an interface"))
            .word("weight", (arguments, hop) -> arguments.integer(1, 256).ifPresent(value -> hop.weight = value))
            .word("onlink", (arguments, hop) -> hop.onLink = true)
            .word("realms", (arguments, hop) -> hop.values.realms(arguments).ifPresent(value -> hop.realms = value));

    static final Vocabulary<Draft> OPTIONS = options();

    private VirtualRouteLanguage() {}

    private static Vocabulary<Draft> options() {
        Vocabulary<Draft> options = new Vocabulary<>("virtual_routes");
        TYPES.stream().sorted().forEach(type -> options.word(type, (arguments, draft) -> draft.type = type(type)));
        where(options);
        which(options);
        metrics(options);
        return options.word("inet", (arguments, draft) -> draft.ipv6 = false)
                .word("inet6", (arguments, draft) -> draft.ipv6 = true)
                .word("append", (arguments, draft) -> draft.append = true)
                .word("no_track", (arguments, draft) -> draft.tracked = false)
                .word("track_group", (arguments, draft) -> arguments.word("the name of a track_group"))
                .refused("encap", "write the tunnel as an interface of its own and route to that")
                .refused("as", "aloftd does not make MPLS or labelled routes; make this one with ip route");
    }

    private static void where(Vocabulary<Draft> options) {
        options.word("to", (arguments, draft) -> arguments
                        .word("a destination")
                        .ifPresent(text -> draft.destination(text, arguments)))
                .word("via", (arguments, draft) -> draft.hop.gateway = gateway(arguments))
                .word("gw", (arguments, draft) -> draft.hop.gateway = gateway(arguments))
                .word("or", (arguments, draft) -> draft.alternative = gateway(arguments))
                .word("dev", (arguments, draft) -> draft.hop.device = arguments.word("the name of an interface"))
                .word("oif", (arguments, draft) -> draft.hop.device = arguments.word("the name of an interface"))
                .word("vrf", (arguments, draft) -> draft.hop.device = arguments.word("the name of a VRF"))
                .word("onlink", (arguments, draft) -> draft.hop.onLink = true)
                .word("nexthop", VirtualRouteLanguage::nextHop);
    }

    private static void which(Vocabulary<Draft> options) {
        options.word("src", (arguments, draft) -> draft.preferredSource = arguments.ip())
                .word(
                        "from",
                        (arguments, draft) -> draft.source =
                                arguments.word("a source").flatMap(text -> LineValues.block(arguments, text, true)))
                .word("table", (arguments, draft) -> draft.values
                        .number(Kind.TABLE, arguments)
                        .ifPresent(value -> draft.table = value))
                .word("tos", VirtualRouteLanguage::typeOfService)
                .word("dsfield", VirtualRouteLanguage::typeOfService)
                .word("scope", (arguments, draft) -> draft.values
                        .number(Kind.SCOPE, arguments)
                        .ifPresent(value -> draft.scope = value))
                .word("protocol", (arguments, draft) -> draft.values
                        .number(Kind.PROTOCOL, arguments)
                        .ifPresent(value -> draft.protocol = value))
                .word(
                        "realms",
                        (arguments, draft) -> draft.values.realms(arguments).ifPresent(value -> draft.realms = value))
                .word(
                        "pref",
                        (arguments, draft) -> draft.preference = arguments
                                .oneOf(Choices.words("low", "medium", "high"), text -> text)
                                .map(text -> Route.Preference.valueOf(text.toUpperCase(Locale.ROOT))))
                .word("expires", (arguments, draft) -> arguments
                        .integer(1, 999_999_999)
                        .ifPresent(value -> draft.expires = OptionalInt.of(value)))
                .warned("ttl-propagate", "it is for MPLS tunnels alone");
        for (String word : List.of("metric", "priority", "preference")) {
            options.word(word, (arguments, draft) -> LineValues.unsigned(arguments, MOST)
                    .ifPresent(value -> draft.priority = OptionalInt.of(value.intValue())));
        }
    }

    private static void metrics(Vocabulary<Draft> options) {
        plain(options, "mtu", RouteMetric.MTU, 1);
        plain(options, "hoplimit", RouteMetric.HOP_LIMIT, 1);
        plain(options, "advmss", RouteMetric.ADVERTISED_SEGMENT, 1);
        plain(options, "reordering", RouteMetric.REORDERING, 1);
        plain(options, "window", RouteMetric.WINDOW, 1);
        plain(options, "cwnd", RouteMetric.CONGESTION_WINDOW, 1);
        plain(options, "ssthresh", RouteMetric.SLOW_START_THRESHOLD, 1);
        plain(options, "initcwnd", RouteMetric.INITIAL_WINDOW, 1);
        plain(options, "initrwnd", RouteMetric.INITIAL_RECEIVE_WINDOW, 1);
        plain(options, "quickack", RouteMetric.QUICK_ACKNOWLEDGEMENT, 0);
        plain(options, "fastopen_no_cookie", RouteMetric.FAST_OPEN_WITHOUT_COOKIE, 0);
        time(options, "rtt", RouteMetric.ROUND_TRIP, 8);
        time(options, "rttvar", RouteMetric.ROUND_TRIP_VARIANCE, 4);
        time(options, "rto_min", RouteMetric.LEAST_RETRANSMISSION, 1);
        options.word("features", (arguments, draft) -> arguments
                        .oneOf(Choices.words("ecn"), text -> text)
                        .ifPresent(ecn -> draft.metrics.put(RouteMetric.FEATURES, 1)))
                .word("congctl", (arguments, draft) -> {
                    arguments.take("lock"); // the kernel keeps a route's algorithm anyway
                    draft.congestionControl = arguments.word("the name of a congestion control algorithm");
                });
    }

    private static void plain(Vocabulary<Draft> options, String word, RouteMetric metric, int least) {
        options.word(word, (arguments, draft) -> {
            draft.lock(metric, arguments.take("lock"));
            arguments.integer(least, 999_999_999).ifPresent(value -> draft.metrics.put(metric, value));
        });
    }

    /**
     * As in iproute2: the kernel's own units, unless ms or s follows; {@code parts} is how many units a millisecond
     * has.
     */
    private static void time(Vocabulary<Draft> options, String word, RouteMetric metric, int parts) {
        options.word(word, (arguments, draft) -> {
            draft.lock(metric, arguments.take("lock"));
            arguments
                    .word("a time")
                    .flatMap(text -> units(text, parts, arguments))
                    .ifPresent(units -> {
                        if (units < LEAST_MILLISECONDS * parts) {
                            arguments.warning(
                                    word + " is taken as 200 ms, the least that the kernel keeps, as in keepalived");
                        }
                        draft.metrics.put(metric, (int) Math.max(units, LEAST_MILLISECONDS * parts));
                    });
        });
    }

    private static Optional<Long> units(String text, int parts, Arguments arguments) {
        int milliseconds = text.endsWith("ms") ? 1 : text.endsWith("s") ? 1000 : 0;
        return LineValues.unsigned(text.replaceFirst("m?s$", ""), 9_999_999, arguments)
                .map(number -> milliseconds == 0 ? number : number * milliseconds * parts);
    }

    private static Route.Type type(String word) {
        return Route.Type.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Optional<InetAddress> gateway(Arguments arguments) {
        if (!arguments.take("inet6")) {
            arguments.take("inet");
        }
        return arguments.ip();
    }

    private static void typeOfService(Arguments arguments, Draft draft) {
        draft.values.number(Kind.TYPE_OF_SERVICE, arguments).ifPresent(value -> draft.typeOfService = value);
    }

    private static void nextHop(Arguments arguments, Draft draft) {
        HopDraft hop = new HopDraft(draft.values);
        List<Word> words = arguments.statement().values();
        HOP_OPTIONS.read(
                LineOptions.cut(words, HOP_OPTIONS::knows, Set.of("onlink"), Set.of()), hop, arguments.problems());
        while (arguments.hasMore()) {
            arguments.optionalWord();
        }
        draft.hops.add(hop);
    }

    /** One next hop. Confined to the reading thread. */
    private static final class HopDraft {
        final LineValues values;
        Optional<InetAddress> gateway = Optional.empty();
        Optional<String> device = Optional.empty();
        int weight = 1;
        boolean onLink;
        int realms;

        HopDraft(LineValues values) {
            this.values = values;
        }

        boolean says() {
            return gateway.isPresent() || device.isPresent();
        }

        NextHop finish() {
            return new NextHop(gateway, device, weight, onLink, realms);
        }
    }

    /** One line. Confined to the reading thread. */
    static final class Draft {
        final LineValues values;
        final HopDraft hop;
        final List<HopDraft> hops = new ArrayList<>();
        final Map<RouteMetric, Integer> metrics = new EnumMap<>(RouteMetric.class);
        final Set<RouteMetric> locked = EnumSet.noneOf(RouteMetric.class);
        Route.Type type = Route.Type.UNICAST;
        boolean ipv6;
        Optional<AddressBlock> destination = Optional.empty();
        Optional<AddressBlock> source = Optional.empty();
        Optional<InetAddress> alternative = Optional.empty();
        Optional<InetAddress> preferredSource = Optional.empty();
        Optional<String> congestionControl = Optional.empty();
        Optional<Route.Preference> preference = Optional.empty();
        OptionalInt priority = OptionalInt.empty();
        OptionalInt expires = OptionalInt.empty();
        int table = Route.MAIN_TABLE;
        int protocol = KEEPALIVED;
        int scope;
        int typeOfService;
        int realms;
        boolean append;
        boolean tracked = true;

        Draft(LineValues values) {
            this.values = values;
            this.hop = new HopDraft(values);
        }

        void lock(RouteMetric metric, boolean wanted) {
            if (wanted) {
                locked.add(metric);
            }
        }

        void destination(String text, Arguments arguments) {
            if (destination.isPresent()) {
                arguments.error("a route has one destination: remove " + text);
            } else {
                destination = LineValues.block(arguments, text, ipv6);
            }
        }

        private Optional<Route> finish() {
            return destination.map(to -> new Route(
                    type,
                    to,
                    source,
                    nextHops(),
                    preferredSource,
                    new Route.Place(table, scope, typeOfService, priority, append),
                    protocol,
                    realms,
                    new Route.Path(metrics, locked, congestionControl),
                    new Route.Lifetime(preference, expires)));
        }

        private List<NextHop> nextHops() {
            List<NextHop> all = new ArrayList<>();
            if (hop.says()) {
                all.add(hop.finish());
            }
            alternative.ifPresent(
                    other -> all.add(new NextHop(Optional.of(other), hop.device, hop.weight, hop.onLink, hop.realms)));
            hops.forEach(one -> all.add(one.finish()));
            return all;
        }
    }

    /** Empty, with a problem noted, for a line that is no route. */
    static Optional<VirtualRoute> read(Statement line, LineValues values, Problems problems) {
        Arguments whole = new Arguments(line, problems);
        whole.refuseBlock();
        List<Word> words = LineOptions.words(line);
        Draft draft = new Draft(values);
        draft.ipv6 = words.stream()
                .anyMatch(word -> word.text().equals("inet6") || word.text().contains(":"));
        for (Statement option : LineOptions.cut(words, OPTIONS::knows, FLAGS, Set.of("nexthop"))) {
            String text = option.name();
            if (!OPTIONS.knows(text) && (text.equals("default") || text.matches(".*[0-9].*"))) {
                draft.destination(text, new Arguments(option, problems));
            } else {
                OPTIONS.read(List.of(option), draft, problems);
            }
        }
        if (draft.destination.isEmpty()) {
            whole.error("a route needs a destination: " + LineOptions.text(words));
        }
        return draft.finish().map(route -> new VirtualRoute(LineOptions.text(words), route, draft.tracked));
    }
}
