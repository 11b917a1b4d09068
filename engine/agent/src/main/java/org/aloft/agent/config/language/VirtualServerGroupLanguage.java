package org.aloft.agent.config.language;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.config.VirtualServerGroupBlock;
import org.aloft.agent.config.VirtualServerGroupBlock.Line;
import org.aloft.agent.config.VirtualServerGroupBlock.Mark;
import org.aloft.agent.config.VirtualServerGroupBlock.Range;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Statement;

/** The lines of {@code virtual_server_group}; only those of firewall marks begin with a keyword. */
final class VirtualServerGroupLanguage {
    private static final Vocabulary<List<Line>> MARKS = new Vocabulary<List<Line>>("virtual_server_group")
            .word("fwmark", (arguments, lines) -> {
                Optional<Integer> mark = FirewallMarks.read(arguments);
                Optional<Boolean> ipv6 = arguments.hasMore() ? FamilyWord.isIpv6(arguments) : Optional.empty();
                mark.ifPresent(value -> lines.add(new Mark(value, ipv6)));
            });

    private VirtualServerGroupLanguage() {}

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        List<Line> lines = new ArrayList<>();
        for (Statement line : arguments.block()) {
            if (MARKS.knows(line.name())) {
                MARKS.read(List.of(line), lines, arguments.problems());
            } else {
                range(new Arguments(line, arguments.problems()), lines);
            }
        }
        Position position = arguments.statement().position();
        int count = lines.stream()
                .mapToInt(line -> line instanceof Range range ? range.count() : 1)
                .sum();
        if (arguments.block().isEmpty()) {
            arguments.problems().error(position, "virtual_server_group has no address; add IPADDR PORT to its block");
        }
        if (count > VirtualServerGroupBlock.MOST) {
            arguments
                    .problems()
                    .error(
                            position,
                            "virtual_server_group has " + count + " addresses, and at most "
                                    + VirtualServerGroupBlock.MOST
                                    + " make sense; mark the packets with the firewall and write fwmark in their place");
        }
        name.ifPresent(given -> configuration.add(new VirtualServerGroupBlock(given, lines), position));
    }

    /** {@code a.b.c.d}, {@code a.b.c.d-e}, {@code a.b.c.d-e.f.g.h} or {@code a.b.c.d/nn}, and the same of IPv6. */
    private static void range(Arguments line, List<Line> lines) {
        line.refuseBlock();
        String text = line.statement().name();
        Optional<Integer> port = line.hasMore() ? line.integer(0, 65_535) : Optional.of(0);
        line.refuseRest();
        Optional<Range> range = port.flatMap(number -> {
            if (text.contains("/")) {
                return prefix(line, text, number);
            }
            if (text.contains("-")) {
                return between(line, text, number);
            }
            return line.ip(text).map(address -> new Range(address, 1, number));
        });
        range.ifPresent(lines::add);
    }

    private static Optional<Range> prefix(Arguments line, String text, int port) {
        return line.prefix(text).flatMap(prefix -> {
            int bits = IpPrefix.longest(prefix.address()) - prefix.length();
            BigInteger first = number(prefix.address());
            if (bits > 16) {
                line.error("too many addresses: " + text + "; at most " + VirtualServerGroupBlock.MOST + ", a /"
                        + (IpPrefix.longest(prefix.address()) - 16));
                return Optional.empty();
            }
            if (first.mod(BigInteger.ONE.shiftLeft(bits)).signum() != 0) {
                line.error("the address must be the first of its range: " + text + "; clear the bits after the prefix");
                return Optional.empty();
            }
            return Optional.of(new Range(prefix.address(), 1 << bits, port));
        });
    }

    private static Optional<Range> between(Arguments line, String text, int port) {
        String[] ends = text.split("-", 2);
        return line.ip(ends[0]).flatMap(first -> {
            boolean ipv6 = ends[0].contains(":");
            boolean whole = ends[1].contains(".") || ends[1].contains(":");
            String last = whole ? ends[1] : ends[0].substring(0, lastSeparator(ends[0], ipv6) + 1) + ends[1];
            return line.ip(last).flatMap(end -> span(line, text, first, end, port));
        });
    }

    private static int lastSeparator(String address, boolean ipv6) {
        return address.lastIndexOf(ipv6 ? ':' : '.');
    }

    private static Optional<Range> span(Arguments line, String text, InetAddress first, InetAddress end, int port) {
        BigInteger count = number(end).subtract(number(first)).add(BigInteger.ONE);
        boolean sameFamily = first.getAddress().length == end.getAddress().length;
        if (!sameFamily
                || count.signum() <= 0
                || count.compareTo(BigInteger.valueOf(VirtualServerGroupBlock.MOST)) > 0) {
            line.error("a range must go up, by " + VirtualServerGroupBlock.MOST + " addresses of one family at most: "
                    + text);
            return Optional.empty();
        }
        return Optional.of(new Range(first, count.intValueExact(), port));
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
