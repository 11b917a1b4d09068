package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Word;
import org.aloft.agent.kernel.route.AddressFlag;

/** What may follow the address on a line of {@code virtual_ipaddress}. Most lines have none of it. */
final class VirtualAddressOptions {
    /** As {@code ip address add … scope} takes them. */
    private static final Map<String, String> SCOPES = Choices.words("global", "site", "link", "host", "nowhere");

    private static final int LONGEST_LABEL = 15;
    private static final int LONGEST_LIFETIME = 999_999_999;

    private static final Set<String> FLAGS =
            Set.of("use_vmac", "home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "no_track");

    private static final Vocabulary<VirtualAddressLanguage.Draft> OPTIONS = new Vocabulary<
                    VirtualAddressLanguage.Draft>("virtual_ipaddress")
            .word("dev", (arguments, draft) -> draft.device = arguments.word("the name of an interface"))
            .word("brd", VirtualAddressOptions::broadcast)
            .word("broadcast", VirtualAddressOptions::broadcast)
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
            .word("preferred_lft", VirtualAddressOptions::preferred)
            .word("no_track", (arguments, draft) -> draft.tracked = false)
            .word("track_group", (arguments, draft) -> arguments.word("the name of a track_group"));

    private VirtualAddressOptions() {}

    static void read(List<Word> words, VirtualAddressLanguage.Draft draft, Problems problems) {
        OPTIONS.read(LineOptions.cut(words, OPTIONS::knows, FLAGS, Set.of()), draft, problems);
    }

    /** {@code brd -} and {@code brd +} are the host part of all zeros and all ones, as with {@code ip address}. */
    private static void broadcast(Arguments arguments, VirtualAddressLanguage.Draft draft) {
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

    private static void ipv6Flag(Arguments arguments, VirtualAddressLanguage.Draft draft, AddressFlag flag) {
        if (draft.ipv4()) {
            arguments.warning(arguments.statement().name() + " does nothing to an IPv4 address, as in keepalived");
        } else {
            draft.flags.add(flag);
        }
    }

    private static void preferred(Arguments arguments, VirtualAddressLanguage.Draft draft) {
        if (arguments.take("forever")) {
            draft.preferred = Optional.empty();
        } else {
            arguments
                    .integer(0, LONGEST_LIFETIME)
                    .ifPresent(seconds -> draft.preferred = Optional.of(Duration.ofSeconds(seconds)));
        }
    }
}
