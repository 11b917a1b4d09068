package org.aloft.topology.file;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.BadValue;

/** Readers of single values; each throws {@link BadValue} with the rule first, then the value. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");
    private static final Pattern BARE_NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

    private Values() {}

    /** A whole number within a range, both ends included. */
    static Function<String, Integer> integer(String name, int least, int most) {
        return text -> {
            if (text.matches("0[0-9]+")) {
                throw new BadValue(
                        "bad-value",
                        name + " must be written without a leading zero (to YAML 010 is 8): " + name + "=" + text);
            }
            boolean digits = text.matches("[-+]?[0-9]{1,9}");
            if (!digits || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                String code = digits ? "out-of-range" : "bad-value";
                throw new BadValue(code, name + " must be " + least + ".." + most + ": " + name + "=" + text);
            }
            return Integer.parseInt(text);
        };
    }

    /** A duration with its unit, more than zero unless zero is the least. */
    static Function<String, Duration> duration(String name, Duration least, Duration most) {
        return text -> {
            Duration duration = duration(text);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new BadValue(
                        "out-of-range",
                        name + " must be " + inWords(least) + ".." + inWords(most) + ": " + name + "=" + text);
            }
            return duration;
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw BARE_NUMBER.matcher(text).matches()
                    ? new BadValue(
                            "no-unit", "a duration must carry its unit (ms, s, m, h): say " + text + "s, not " + text)
                    : new BadValue("bad-value", "must be a duration such as 3s, 500ms, 1.5s or 1m: " + text);
        }
        long nanosecondsOfUnit =
                switch (matcher.group(2)) {
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                };
        BigDecimal nanoseconds = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanosecondsOfUnit));
        BigDecimal longest = BigDecimal.valueOf(Long.MAX_VALUE);
        return Duration.ofNanos(nanoseconds.min(longest).longValue());
    }

    /** {@code 3s}, {@code 500ms}: as a user would write it. */
    static String inWords(Duration duration) {
        if (duration.toMillis() % 3_600_000 == 0 && !duration.isZero()) {
            return duration.toHours() + "h";
        }
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** An address in numbers; a name is never looked up. */
    static InetAddress address(String text) {
        return IpPrefix.address(text)
                .orElseThrow(() -> new BadValue("bad-address", "must be an IP address, not a name: " + text));
    }

    /** An address in numbers that packets can be forwarded to. */
    static InetAddress unicastAddress(String text) {
        InetAddress address = address(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLoopbackAddress()) {
            throw new BadValue("bad-address", "must be a unicast address, not loopback: " + text);
        }
        return address;
    }

    /** The destination of a route: {@code 10.20.0.0/16}, {@code 0.0.0.0/0}, or a single address. */
    static IpPrefix network(String text) {
        String[] parts = text.split("/", 2);
        InetAddress address = address(parts[0]);
        int most = address.getAddress().length * 8;
        int length =
                parts.length == 1 ? most : integer("prefix length", 0, most).apply(parts[1]);
        BigInteger network = new BigInteger(1, address.getAddress())
                .shiftRight(most - length)
                .shiftLeft(most - length);
        if (!network.equals(new BigInteger(1, address.getAddress()))) {
            throw new BadValue(
                    "bad-address", "must be a network, without bits of a host behind its /" + length + ": " + text);
        }
        return new IpPrefix(address, length);
    }

    /** {@code 192.168.100.10} or {@code 192.168.100.10/24}; one that a host can hold as its own. */
    static IpPrefix virtualAddress(String text) {
        String[] parts = text.split("/", 2);
        InetAddress address = address(parts[0]);
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLoopbackAddress()) {
            throw new BadValue("bad-address", "a VIP must be a unicast address, not loopback: " + text);
        }
        int most = address.getAddress().length * 8;
        int length =
                parts.length == 1 ? most : integer("prefix length", 1, most).apply(parts[1]);
        refuseNetworkItself(address.getAddress(), length, text);
        return new IpPrefix(address, length);
    }

    /** A network's first and last address mean the network and all of its hosts (RFC 919, RFC 4291 §2.6.1). */
    private static void refuseNetworkItself(byte[] address, int length, String text) {
        boolean ipv4 = address.length == 4;
        BigInteger number = new BigInteger(1, address);
        BigInteger hostBits =
                BigInteger.ONE.shiftLeft(address.length * 8 - length).subtract(BigInteger.ONE);
        boolean pointToPoint = hostBits.bitLength() <= 1; // RFC 3021, RFC 6164: both are hosts
        boolean first = number.and(hostBits).signum() == 0;
        boolean last = number.and(hostBits).equals(hostBits);
        boolean everybody = ipv4 && number.bitCount() == 32;
        if (everybody || (!pointToPoint && (first || (ipv4 && last)))) {
            String what = first && !everybody ? "the network itself" : "a broadcast address";
            throw new BadValue("bad-address", "a VIP must be a host's address, but this is " + what + ": " + text);
        }
    }
}
