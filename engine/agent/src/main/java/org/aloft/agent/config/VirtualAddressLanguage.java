package org.aloft.agent.config;

import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines of {@code virtual_ipaddress}. They begin with an address rather than a keyword, so each is read as it stands. */
final class VirtualAddressLanguage {
    /** As {@code ip address add … scope} takes them. */
    private static final Map<String, String> SCOPES = Choices.words("global", "site", "link", "host", "nowhere");

    private static final int LONGEST_LABEL = 15;

    private static final Vocabulary<Options> OPTIONS = new Vocabulary<Options>("virtual_ipaddress")
            .word("dev", (arguments, options) -> options.device = arguments.word("the name of an interface"))
            .word("brd", VirtualAddressLanguage::broadcast)
            .word("broadcast", VirtualAddressLanguage::broadcast)
            .word("scope", (arguments, options) -> arguments
                    .oneOf(SCOPES, text -> text)
                    .ifPresent(value -> options.scope = value))
            .word("label", (arguments, options) -> options.label = label(arguments));

    private VirtualAddressLanguage() {}

    private static final class Options {
        final int prefixLength;
        final Inet4Address address;
        Optional<String> device = Optional.empty();
        Optional<Inet4Address> broadcast = Optional.empty();
        Optional<String> label = Optional.empty();
        String scope = "global";

        Options(Inet4Address address, int prefixLength) {
            this.address = address;
            this.prefixLength = prefixLength;
        }
    }

    static void read(Statement line, Problems problems, HoldingLanguage.Draft draft) {
        Arguments whole = new Arguments(line, problems);
        whole.refuseBlock();
        String[] parts = line.name().split("/", 2);
        Optional<Inet4Address> address = whole.ipv4(parts[0]);
        Optional<Integer> prefix = parts.length == 1 ? Optional.of(32) : prefixLength(parts[1], line, problems);
        if (address.isEmpty() || prefix.isEmpty()) {
            return;
        }
        Options options = new Options(address.get(), prefix.get());
        for (int index = 0; index < line.values().size(); index += 2) {
            int end = Math.min(index + 2, line.values().size());
            Statement option =
                    new Statement(line.values().get(index), line.values().subList(index + 1, end), Optional.empty());
            OPTIONS.read(List.of(option), options, problems);
        }
        draft.addresses.add(new HoldingLanguage.VirtualAddressDraft(
                options.address,
                options.prefixLength,
                options.device,
                options.broadcast,
                options.scope,
                options.label));
    }

    private static Optional<Integer> prefixLength(String text, Statement line, Problems problems) {
        if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= 32) {
            return Optional.of(Integer.parseInt(text));
        }
        problems.error(line.position(), "the prefix length must be 0..32: " + line.name());
        return Optional.empty();
    }

    /** {@code brd -} and {@code brd +} are the host part of all zeros and all ones, as with {@code ip address}. */
    private static void broadcast(Arguments arguments, Options options) {
        arguments.word("an IPv4 address, + or -").ifPresent(text -> {
            if (text.equals("+") || text.equals("-")) {
                arguments.error("brd " + text + " is not supported; write the broadcast address itself");
            } else {
                options.broadcast = arguments.ipv4(text);
            }
        });
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
}
