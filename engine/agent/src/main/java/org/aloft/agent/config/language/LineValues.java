package org.aloft.agent.config.language;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.aloft.agent.config.language.RouteNames.Kind;
import org.aloft.agent.kernel.route.AddressBlock;

/** Values that lines of routes and of rules have in common. Confined to the reading thread. */
final class LineValues {
    private final RouteNames names = new RouteNames();

    /** A number or a name of iproute2's. */
    Optional<Integer> number(Kind kind, Arguments arguments) {
        return arguments
                .word("a number, or a name from iproute2's files")
                .flatMap(text -> number(kind, text, arguments));
    }

    private Optional<Integer> number(Kind kind, String text, Arguments arguments) {
        Optional<Integer> number = names.number(kind, text);
        if (number.isEmpty()) {
            arguments.error(arguments.statement().name() + " must be a number, or a name from " + kind.file()
                    + " in /etc/iproute2: " + text);
        }
        return number;
    }

    /** {@code [FROM/]TO}, as one number. */
    Optional<Integer> realms(Arguments arguments) {
        return arguments.word("realms such as 3/4").flatMap(text -> {
            String[] parts = text.split("/", 2);
            Optional<Integer> from = parts.length == 1 ? Optional.of(0) : number(Kind.REALM, parts[0], arguments);
            Optional<Integer> to = number(Kind.REALM, parts[parts.length - 1], arguments);
            return from.flatMap(high -> to.map(low -> high << 16 | low));
        });
    }

    /** Unsigned, decimal or hexadecimal; the bits of a Java int or long. */
    static Optional<Long> unsigned(Arguments arguments, long most) {
        return arguments.word("a number 0.." + most).flatMap(text -> unsigned(text, most, arguments));
    }

    static Optional<Long> unsigned(String text, long most, Arguments arguments) {
        Optional<Long> number = RouteNames.unsigned(text, most);
        if (number.isEmpty()) {
            arguments.error(arguments.statement().name() + " must be a number 0.." + most + ": " + text);
        }
        return number;
    }

    /** An address with or without a length; {@code default} and {@code all} are everything. */
    static Optional<AddressBlock> block(Arguments arguments, String text, boolean ipv6) {
        if (text.equals("default") || text.equals("all")) {
            return IpLiteral.parse(ipv6 ? "::" : "0.0.0.0").map(any -> new AddressBlock(any, 0));
        }
        return arguments.prefix(text).map(prefix -> new AddressBlock(prefix.address(), prefix.length()));
    }

    static boolean ipv6(InetAddress address) {
        return !(address instanceof Inet4Address);
    }
}
