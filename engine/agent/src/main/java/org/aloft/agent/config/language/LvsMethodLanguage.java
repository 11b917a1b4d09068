package org.aloft.agent.config.language;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.LvsMethodBlock.Checksum;
import org.aloft.agent.config.LvsMethodBlock.Forwarding;
import org.aloft.agent.config.LvsMethodBlock.Tunnel;
import org.aloft.agent.config.LvsMethodBlock.TunnelType;

/** The values of {@code lvs_method}, {@code lb_kind} and {@code sorry_server_lvs_method}. */
final class LvsMethodLanguage {
    private static final Map<String, Forwarding> FORWARDING = Choices.names(Forwarding.values());
    private static final Map<String, TunnelType> TYPES = Choices.names(TunnelType.values());
    private static final Map<String, Checksum> CHECKSUMS = Choices.names(Checksum.values());

    private LvsMethodLanguage() {}

    static Optional<LvsMethodBlock> read(Arguments arguments) {
        return arguments.oneOf(FORWARDING, LvsMethodLanguage::upper).flatMap(forwarding -> {
            if (forwarding != Forwarding.TUN || !arguments.hasMore()) {
                return Optional.of(new LvsMethodBlock(forwarding, Tunnel.IPIP));
            }
            return tunnel(arguments).map(tunnel -> new LvsMethodBlock(forwarding, tunnel));
        });
    }

    private static Optional<Tunnel> tunnel(Arguments arguments) {
        if (!arguments.take("type")) {
            arguments.error(
                    "TUN may be followed by type ipip, type gue port NUM, or type gre, and not by " + arguments.peek());
            return Optional.empty();
        }
        return arguments.oneOf(TYPES, LvsMethodLanguage::upper).flatMap(type -> {
            Optional<Integer> port = Optional.of(0);
            if (arguments.take("port")) {
                port = arguments.integer(1, 65_535);
            }
            Optional<Checksum> checksum = arguments.hasMore()
                    ? arguments.oneOf(CHECKSUMS, LvsMethodLanguage::upper)
                    : Optional.of(Checksum.NOCSUM);
            return port.flatMap(number -> checksum.flatMap(sum -> checked(arguments, new Tunnel(type, number, sum))));
        });
    }

    private static Optional<Tunnel> checked(Arguments arguments, Tunnel tunnel) {
        if ((tunnel.type() == TunnelType.GUE) != (tunnel.port() != 0)) {
            arguments.error("a gue tunnel needs port NUM, and no other has one");
            return Optional.empty();
        }
        boolean ipip = tunnel.type() == TunnelType.IPIP && tunnel.checksum() != Checksum.NOCSUM;
        if (ipip || (tunnel.type() == TunnelType.GRE && tunnel.checksum() == Checksum.REMCSUM)) {
            arguments.error("a tunnel of type " + tunnel.type().name().toLowerCase(Locale.ROOT) + " has no "
                    + tunnel.checksum().name().toLowerCase(Locale.ROOT) + "; remove the word");
            return Optional.empty();
        }
        return Optional.of(tunnel);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
