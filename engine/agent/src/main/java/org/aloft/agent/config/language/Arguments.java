package org.aloft.agent.config.language;

import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.Seconds;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Spelling;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;

/**
 * Reads the values of one statement from left to right. A value that is missing or out of range is noted as a problem
 * and the read returns empty, so that the rest of the file is still looked at. Confined to the reading thread.
 */
final class Arguments {
    /** Keywords whose values are passwords or hold tokens, which stand in no message. */
    private static final Set<String> SECRETS = Set.of("auth_pass", "password", "smtp_password", "notify_webhook");

    private static final int HIGHEST_PORT = 65_535;

    private static final String NOT_IPV6 = "not an IPv6 address (groups of hexadecimal digits with colons)";
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,18}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");

    private final Statement statement;
    private final Problems problems;
    private int next;
    private boolean failed;
    private boolean hasCommand; // whose arguments may be secret, and may lack their quotes

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

    /** Every word between the braces, whatever lines they stand on: {@code group { VI_1 VI_2 }}. */
    List<Word> blockWords() {
        return block().stream()
                .flatMap(line -> {
                    new Arguments(line, problems).refuseBlock();
                    return Stream.concat(Stream.of(line.keyword()), line.values().stream());
                })
                .toList();
    }

    boolean hasMore() {
        return next < statement.values().size();
    }

    /** The next word, which stays the next; empty text when there is none. */
    String peek() {
        return hasMore() ? statement.values().get(next).text() : "";
    }

    /** Takes the next word if it is this one. */
    boolean take(String word) {
        boolean there = hasMore() && peek().equals(word);
        if (there) {
            next++;
        }
        return there;
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
            String shown = isSecret() ? "***" : extra.text();
            problems.error(extra.position(), statement.name() + " has a value too many: " + shown + "; remove it");
        }
    }

    private boolean isSecret() {
        return hasCommand || SECRETS.contains(statement.name());
    }

    /** The next word as it stands. */
    Optional<String> word(String meaning) {
        return hasMore() ? Optional.of(take()) : missing(meaning);
    }

    private String take() {
        return statement.values().get(next++).text();
    }

    private <T> Optional<T> missing(String meaning) {
        failed = true;
        problems.error(statement.position(), statement.name() + " needs " + meaning);
        return Optional.empty();
    }

    /** The next word, if there is one. */
    Optional<String> optionalWord() {
        return hasMore() ? word("a word") : Optional.empty();
    }

    /** All words that are left; at least one. */
    List<String> words(String meaning) {
        List<String> words = new ArrayList<>();
        word(meaning).ifPresent(words::add);
        while (hasMore()) {
            optionalWord().ifPresent(words::add);
        }
        return words;
    }

    /** The words that are left, two by two, as statements of their own: {@code tcp 900 udp 300}. */
    List<Statement> options() {
        List<Statement> options = new ArrayList<>();
        while (hasMore()) {
            int end = Math.min(next + 2, statement.values().size());
            options.add(new Statement(
                    statement.values().get(next), statement.values().subList(next + 1, end), Optional.empty()));
            next = end;
        }
        return options;
    }

    // Messages are written only for what is wrong: a file may have tens of thousands of values.

    /** A whole number within both bounds. */
    Optional<Integer> integer(int least, int most) {
        if (!hasMore()) {
            return missing("a whole number " + least + ".." + most);
        }
        String text = take();
        int number = INTEGER.matcher(text).matches() ? Integer.parseInt(text) : Integer.MIN_VALUE;
        return number >= least && number <= most && number != Integer.MIN_VALUE
                ? Optional.of(number)
                : wrong(statement.name() + " must be a whole number " + least + ".." + most, text);
    }

    /** A whole number that is not negative, of at most 18 digits. */
    Optional<Long> unsigned() {
        if (!hasMore()) {
            return missing("a whole number");
        }
        String text = take();
        return UNSIGNED.matcher(text).matches()
                ? Optional.of(Long.parseLong(text))
                : wrong(statement.name() + " must be a whole number from 0", text);
    }

    /** Seconds with an optional fraction, down to microseconds, as keepalived's TIMER. */
    Optional<Duration> seconds(Duration least, Duration most) {
        if (!hasMore()) {
            return missing(range(least, most));
        }
        String text = take();
        if (SECONDS.matcher(text).matches()) {
            Duration time =
                    Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact());
            if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
                return Optional.of(time);
            }
        }
        return wrong(statement.name() + " must be " + range(least, most), text);
    }

    private static String range(Duration least, Duration most) {
        return Seconds.of(least) + ".." + Seconds.of(most) + " seconds";
    }

    /** An address of either family. */
    Optional<InetAddress> ip() {
        return word("an IP address").flatMap(this::ip);
    }

    Optional<InetAddress> ip(String text) {
        Optional<InetAddress> address = IpLiteral.parse(text);
        if (address.isPresent()) {
            return address;
        }
        return wrong(
                text.contains(":") ? NOT_IPV6 : "not an IP address (four numbers 0..255 with dots, or IPv6)", text);
    }

    Optional<Inet4Address> ipv4() {
        return word("an IPv4 address").flatMap(this::ipv4);
    }

    Optional<Inet4Address> ipv4(String text) {
        Optional<Inet4Address> address = IpLiteral.ipv4(text);
        if (address.isPresent()) {
            return address;
        }
        return wrong(
                IpLiteral.ipv6(text).isPresent()
                        ? "IPv6 is not supported here; write an IPv4 address"
                        : "not an IPv4 address (four numbers 0..255 with dots)",
                text);
    }

    Optional<Inet6Address> ipv6() {
        Optional<String> text = word("an IPv6 address");
        Optional<Inet6Address> address = text.flatMap(IpLiteral::ipv6);
        if (text.isEmpty() || address.isPresent()) {
            return address;
        }
        boolean other = IpLiteral.ipv4(text.get()).isPresent();
        return wrong(other ? "IPv4 is not supported here; write an IPv6 address" : NOT_IPV6, text.get());
    }

    /** {@code <address>[/<length>]} of either family; without a length, the address alone. */
    Optional<IpPrefix> prefix() {
        return word("an IP address, perhaps with a prefix length").flatMap(this::prefix);
    }

    Optional<IpPrefix> prefix(String text) {
        String[] parts = text.split("/", 2);
        Optional<InetAddress> address = ip(parts[0]);
        if (address.isEmpty() || parts.length == 1) {
            return address.map(alone -> new IpPrefix(alone, IpPrefix.longest(alone)));
        }
        int longest = IpPrefix.longest(address.get());
        Optional<IpPrefix> prefix = Optional.of(parts[1])
                .filter(length -> length.matches("[0-9]{1,3}"))
                .map(length -> new IpPrefix(address.get(), Integer.parseInt(length)))
                .filter(value -> value.length() <= longest);
        return prefix.isPresent() ? prefix : wrong("the prefix length must be 0.." + longest, text);
    }

    /** {@code <address> <port>}, of either family. */
    Optional<InetSocketAddress> endpoint() {
        Optional<InetAddress> address = ip();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        return portValue().map(number -> new InetSocketAddress(address.get(), number));
    }

    /** {@code <address> [<port>]}, of either family; port 0, which may be written, when none is said. */
    Optional<InetSocketAddress> endpointWithOptionalPort() {
        Optional<InetAddress> address = ip();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> port = hasMore() ? integer(0, HIGHEST_PORT) : Optional.of(0);
        return port.map(number -> new InetSocketAddress(address.get(), number));
    }

    /** {@code <command> [<username> [<groupname>]]}; a command with arguments is one quoted string. */
    Optional<ScriptLine> script() {
        String text = peek();
        hasCommand = true;
        Optional<List<String>> command =
                word("a command; quote it if it has arguments").flatMap(this::command);
        Position position = lastPosition();
        Optional<AccountName> account = hasMore() ? account() : Optional.empty();
        command.ifPresent(unused -> warnOfShell(CommandWords.shellWord(text), position));
        return command.map(words -> new ScriptLine(words, account, position));
    }

    /** The same in several words, of which none is the account. */
    Optional<ScriptLine> scriptInWords() {
        hasCommand = true;
        Position position =
                statement.values().stream().findFirst().map(Word::position).orElse(statement.position());
        List<String> words = words("a command; quote it if it has arguments");
        List<String> command = words.size() == 1 ? CommandWords.split(words.get(0)) : words;
        warnOfShell(
                words.size() == 1
                        ? CommandWords.shellWord(words.get(0))
                        : statement.values().stream()
                                .filter(word -> !word.quoted())
                                .map(Word::text)
                                .filter(ShellSyntax::isIn)
                                .findFirst(),
                position);
        return command.isEmpty() ? Optional.empty() : Optional.of(new ScriptLine(command, Optional.empty(), position));
    }

    private void warnOfShell(Optional<String> found, Position position) {
        found.ifPresent(word -> problems.warning(
                position,
                "no shell runs this command, so " + word
                        + " is a word like others; write a script, or /bin/sh -c '…'"));
    }

    private Optional<List<String>> command(String text) {
        List<String> words = CommandWords.split(text);
        return words.isEmpty() ? wrong(statement.name() + " needs a command", text) : Optional.of(words);
    }

    /** {@code <username> [<groupname>]}. */
    Optional<AccountName> account() {
        Optional<String> user = word("a user name");
        Optional<String> group = optionalWord();
        return user.map(name -> new AccountName(name, group));
    }

    private Optional<Integer> portValue() {
        return integer(1, HIGHEST_PORT);
    }

    /** One word out of a table; {@code fold} brings it to the table's spelling. */
    <T> Optional<T> oneOf(Map<String, T> meanings, Function<String, String> fold) {
        if (!hasMore()) {
            return missing(choices(meanings));
        }
        String text = take();
        String folded = fold.apply(text);
        T meaning = meanings.get(folded);
        if (meaning != null) {
            return Optional.of(meaning);
        }
        String hint = Spelling.nearest(folded, meanings.keySet())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        return wrong(statement.name() + " must be " + choices(meanings) + hint, text);
    }

    private static String choices(Map<String, ?> meanings) {
        return "one of " + String.join(" | ", meanings.keySet());
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

    private <T> Optional<T> wrong(String rule, String text) {
        boolean namesItself = statement.name().startsWith(text); // a VIP's line begins with the value
        String shown = isSecret() ? "***" : text;
        error(rule + ": " + (namesItself ? statement.name() : statement.name() + " " + shown));
        return Optional.empty();
    }
}
