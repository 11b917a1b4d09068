package org.aloft.agent.config.language;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.kernel.route.AddressFlag;

/** The lines of {@code virtual_ipaddress} and its kin. They begin with an address rather than a keyword. */
final class VirtualAddressLanguage {
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
        if (!line.values().isEmpty()) {
            draft.ifPresent(address -> VirtualAddressOptions.read(line.values(), address, problems));
        }
        return draft;
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
