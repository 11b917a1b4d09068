package org.aloft.agent.config;

import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the values of one statement from left to right. A value that is missing or out of range is noted as a problem and the
 * read returns empty, so that the rest of the file is still looked at. Confined to the reading thread.
 */
final class Arguments {
    private final Statement statement;
    private final Problems problems;
    private int next;
    private boolean failed;

    Arguments(Statement statement, Problems problems) {
        this.statement = statement;
        this.problems = problems;
    }

    Statement statement() {
        return statement;
    }

    Problems problems() {
        return problems;
    }

    /** The statements between the braces; none when there are no braces. */
    List<Statement> block() {
        return statement.block().orElse(List.of());
    }

    boolean hasMore() {
        return next < statement.values().size();
    }

    void error(String message) {
        failed = true;
        problems.error(lastPosition(), message);
    }

    void warning(String message) {
        problems.warning(lastPosition(), message);
    }

    private Position lastPosition() {
        return next == 0
                ? statement.position()
                : statement.values().get(next - 1).position();
    }

    boolean requireBlock() {
        if (statement.block().isEmpty()) {
            problems.error(statement.position(), statement.name() + " needs a block: write { … } after it");
        }
        return statement.block().isPresent();
    }

    void refuseBlock() {
        if (statement.block().isPresent()) {
            problems.error(statement.position(), statement.name() + " takes no block: remove the braces");
        }
    }

    /** Notes values that nobody asked for, unless an earlier value was already wrong. */
    void refuseRest() {
        if (hasMore() && !failed) {
            Word extra = statement.values().get(next);
            problems.error(
                    extra.position(), statement.name() + " has a value too many: " + extra.text() + "; remove it");
        }
    }

    /** The next word as it stands. */
    Optional<String> word(String meaning) {
        if (!hasMore()) {
            failed = true;
            problems.error(statement.position(), statement.name() + " needs " + meaning);
            return Optional.empty();
        }
        return Optional.of(statement.values().get(next++).text());
    }

    /** A whole number within both bounds. */
    Optional<Integer> integer(int least, int most) {
        String rule = statement.name() + " must be a whole number " + least + ".." + most;
        return word("a whole number " + least + ".." + most).flatMap(text -> {
            Optional<Integer> number =
                    text.matches("-?[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
            return checked(number.filter(value -> value >= least && value <= most), rule, text);
        });
    }

    /** Seconds with an optional fraction, down to microseconds, as keepalived's TIMER. */
    Optional<Duration> seconds(Duration least, Duration most) {
        String range = toSeconds(least) + ".." + toSeconds(most) + " seconds";
        return word(range).flatMap(text -> {
            Optional<Duration> time = Optional.of(text)
                    .filter(number -> number.matches("[0-9]{1,6}(\\.[0-9]{1,6})?"))
                    .map(number -> Duration.ofNanos(
                            new BigDecimal(number).movePointRight(9).longValueExact()));
            return checked(
                    time.filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0),
                    statement.name() + " must be " + range,
                    text);
        });
    }

    private static String toSeconds(Duration time) {
        return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    Optional<Inet4Address> ipv4() {
        return word("an IPv4 address").flatMap(this::ipv4);
    }

    Optional<Inet4Address> ipv4(String text) {
        String rule = text.contains(":")
                ? "IPv6 is not supported by this version of aloftd; write an IPv4 address"
                : "not an IPv4 address (four numbers 0..255 with dots)";
        return checked(Ipv4Literal.parse(text), rule, text);
    }

    /** {@code <address> <port>}. */
    Optional<InetSocketAddress> endpoint() {
        Optional<Inet4Address> address = ipv4();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> port = portValue();
        return port.map(number -> new InetSocketAddress(address.get(), number));
    }

    private Optional<Integer> portValue() {
        return integer(1, 65_535);
    }

    /** One word out of a table; {@code fold} brings it to the table's spelling. */
    <T> Optional<T> oneOf(Map<String, T> meanings, Function<String, String> fold) {
        String choices = String.join(" | ", meanings.keySet());
        return word("one of " + choices).flatMap(text -> {
            Optional<T> meaning = Optional.ofNullable(meanings.get(fold.apply(text)));
            String hint = Spelling.nearest(fold.apply(text), meanings.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            return checked(meaning, statement.name() + " must be one of " + choices + hint, text);
        });
    }

    /** {@code on|off|true|false|yes|no}; a missing value means on. */
    boolean flag() {
        if (!hasMore()) {
            return true;
        }
        return oneOf(Choices.words("on", "off", "true", "false", "yes", "no"), text -> text.toLowerCase(Locale.ROOT))
                .map(text -> text.equals("on") || text.equals("true") || text.equals("yes"))
                .orElse(true);
    }

    private <T> Optional<T> checked(Optional<T> value, String rule, String text) {
        if (value.isEmpty()) {
            boolean namesItself = statement.name().startsWith(text); // a VIP's line begins with the value
            error(rule + ": " + (namesItself ? statement.name() : statement.name() + " " + text));
        }
        return value;
    }
}
