package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.aloft.agent.kernel.AddressFlag;

/** The lines of {@code virtual_ipaddress} and its kin. They begin with an address rather than a keyword. */
final class VirtualAddressLanguage {
    /** As {@code ip address add … scope} takes them. */
    private static final Map<String, String> SCOPES = Choices.words("global", "site", "link", "host", "nowhere");

    private static final int LONGEST_LABEL = 15;
    private static final int LONGEST_LIFETIME = 999_999_999;

    private static final Set<String> FLAGS =
            Set.of("use_vmac", "home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "no_track");

    static final Vocabulary<Draft> OPTIONS = new Vocabulary<Draft>("virtual_ipaddress")
            .word("dev", (arguments, draft) -> draft.device = arguments.word("the name of an interface"))
            .word("brd", VirtualAddressLanguage::broadcast)
            .word("broadcast", VirtualAddressLanguage::broadcast)
            .word(
                    "scope",
                    (arguments, draft) -> arguments.oneOf(SCOPES, text -> text).ifPresent(value -> draft.scope = value))
            .word("label", (arguments, draft) -> draft.label = label(arguments))
            .word("peer", (arguments, draft) -> draft.peer = arguments.ip())
            .word("use_vmac", (arguments, draft) -> draft.virtualMac = true)
            .word("home", (arguments, draft) -> ipv6Flag(arguments, draft, AddressFlag.HOME))
            .word("-nodad", (arguments, draft) -> draft.flags.remove(AddressFlag.NO_DUPLICATE_DETECTION))
            .word("mngtmpaddr", (arguments, draft) -> ipv6Flag(arguments, draft, AddressFlag.MANAGE_TEMPORARY))
            .word("noprefixroute", (arguments, draft) -> draft.flags.add(AddressFlag.NO_PREFIX_ROUTE))
            .word("autojoin", (arguments, draft) -> draft.flags.add(AddressFlag.MULTICAST_AUTOJOIN))
            .word("preferred_lft", VirtualAddressLanguage::preferred)
            .word("no_track", (arguments, draft) -> draft.tracked = false)
            .word("track_group", (arguments, draft) -> arguments.word("the name of a track_group"));

    private VirtualAddressLanguage() {}

    /** One line, while it is read. Confined to the reading thread. */
    static final class Draft {
        final IpPrefix prefix;
        final Position position;
        final Set<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
        Optional<String> device = Optional.empty();
        Optional<Inet4Address> broadcast = Optional.empty();
        Optional<String> label = Optional.empty();
        Optional<InetAddress> peer = Optional.empty();
        Optional<Duration> preferred;
        String scope = "global";
        boolean virtualMac;
        boolean tracked = true;

        Draft(IpPrefix prefix, Position position) {
            this.prefix = prefix;
            this.position = position;
            boolean ipv6 = !(prefix.address() instanceof Inet4Address);
            if (ipv6) {
                flags.add(AddressFlag.NO_DUPLICATE_DETECTION);
            }
            // An address that is nobody's network must not become the source of the host's own connections.
            preferred = ipv6 && prefix.length() == 128 ? Optional.of(Duration.ZERO) : Optional.empty();
        }

        boolean ipv4() {
            return prefix.address() instanceof Inet4Address;
        }

        /** @param otherwise the interface to use when the line names none */
        VirtualAddress on(String otherwise) {
            return at(device.orElse(otherwise));
        }

        VirtualAddress at(String place) {
            return new VirtualAddress(
                    prefix.address(), prefix.length(), place, broadcast, scope, label, peer, flags, preferred, tracked);
        }
    }

    /** Empty, with a problem noted, for a line without an address. */
    static Optional<Draft> read(Statement line, Problems problems) {
        Arguments whole = new Arguments(line, problems);
        whole.refuseBlock();
        Optional<Draft> draft = whole.prefix(line.name()).map(prefix -> new Draft(prefix, line.position()));
        draft.ifPresent(options ->
                OPTIONS.read(LineOptions.cut(line.values(), OPTIONS::knows, FLAGS, Set.of()), options, problems));
        return draft;
    }

    /** {@code brd -} and {@code brd +} are the host part of all zeros and all ones, as with {@code ip address}. */
    private static void broadcast(Arguments arguments, Draft draft) {
        Optional<String> text = arguments.word("an IPv4 address, + or -");
        if (!draft.ipv4()) {
            arguments.error("an IPv6 address has no broadcast address; remove brd");
        } else if (text.isPresent() && Set.of("+", "-").contains(text.get())) {
            draft.broadcast = IpLiteral.ipv4(hostPart(draft.prefix, text.get().equals("+")));
        } else {
            draft.broadcast = text.flatMap(arguments::ipv4);
        }
    }

    private static String hostPart(IpPrefix prefix, boolean ones) {
        byte[] octets = prefix.address().getAddress();
        for (int bit = prefix.length(); bit < 32; bit++) {
            int mask = 0x80 >> (bit % 8);
            octets[bit / 8] = (byte) (ones ? octets[bit / 8] | mask : octets[bit / 8] & ~mask);
        }
        return (octets[0] & 0xff) + "." + (octets[1] & 0xff) + "." + (octets[2] & 0xff) + "." + (octets[3] & 0xff);
    }

    private static Optional<String> label(Arguments arguments) {
        return arguments.word("a label such as eth0:1").filter(text -> {
            boolean fits = text.length() <= LONGEST_LABEL;
            if (!fits) {
                arguments.error("a label has at most 15 characters: label " + text + "; shorten it");
            }
            return fits;
        });
    }

    private static void ipv6Flag(Arguments arguments, Draft draft, AddressFlag flag) {
        if (draft.ipv4()) {
            arguments.warning(arguments.statement().name() + " does nothing to an IPv4 address, as in keepalived");
        } else {
            draft.flags.add(flag);
        }
    }

    private static void preferred(Arguments arguments, Draft draft) {
        if (arguments.take("forever")) {
            draft.preferred = Optional.empty();
        } else {
            arguments
                    .integer(0, LONGEST_LIFETIME)
                    .ifPresent(seconds -> draft.preferred = Optional.of(Duration.ofSeconds(seconds)));
        }
    }

    /** A line of the journal; empty for one that is not understood. */
    static Optional<VirtualAddress> ofJournal(Statement line) {
        Problems problems = new Problems();
        Optional<Draft> draft = read(line, problems);
        return draft.filter(found -> !problems.haveErrors() && found.device.isPresent())
                .map(found -> found.on(found.device.get()));
    }

    /** The statements of a block, one line each. */
    static void readEach(List<Statement> lines, Problems problems, Consumer<Draft> taker) {
        lines.forEach(line -> read(line, problems).ifPresent(taker));
    }
}
