package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.sshconfig.SshConfigLine;
import org.aloft.topology.sshconfig.SshConfigOption;

/**
 * The options of ssh(1) for one host: those that an inventory carries in {@code ansible_ssh_common_args}, then those
 * that ssh_config(5) has for it; see {@link SshOption}. One that is not known is a problem, for an option that is passed
 * over in silence may be the one that kept a host safe. The first of two equal options counts, as in ssh(1).
 */
final class SshArguments {
    /** Of these, all that stands behind the name is the value. */
    private static final Set<String> WHOLE_LINE = Set.of("ProxyCommand", "ProxyJump");
    /** Of these, the value is several words. */
    private static final Set<String> SEVERAL_WORDS = Set.of("UserKnownHostsFile", "GlobalKnownHostsFile");

    private static final Set<String> OFF = Set.of("no", "none", "false");

    private final Map<String, Located<String>> options = new LinkedHashMap<>();
    private final List<Located<String>> keyFilesOfConfig = new ArrayList<>();
    private final List<Located<String>> certificateFiles = new ArrayList<>();
    private Optional<Located<String>> configFile = Optional.empty();
    private final Problems problems;

    SshArguments(Problems problems) {
        this.problems = problems;
    }

    void read(String variable, Variable arguments) {
        try {
            Iterator<ShellWords.Word> words =
                    ShellWords.split(arguments.text(), false).iterator();
            while (words.hasNext()) {
                read(words.next().text(), words, variable, arguments.at());
            }
        } catch (IllegalArgumentException e) {
            problems.add(arguments.at(), variable, "bad-ssh-arguments", e.getMessage(), "Close the quote.");
        }
    }

    private void read(String word, Iterator<ShellWords.Word> rest, String variable, Position at) {
        String flag = word.length() > 2 && word.startsWith("-") ? word.substring(0, 2) : word;
        Optional<String> simple = SshOption.ofFlag(word);
        Optional<String> valued = SshOption.ofValuedFlag(flag);
        if (simple.isPresent()) {
            option(simple.get(), word, word, variable, at);
        } else if (flag.equals("-o") || valued.isPresent() || flag.equals("-F")) {
            String glued = word.substring(2);
            String value = glued.isEmpty() && rest.hasNext() ? rest.next().text() : glued;
            if (valued.isPresent()) {
                option(valued.get(), value, word, variable, at);
            } else if (flag.equals("-F") && value.isBlank()) {
                refuse(word, variable, at);
            } else if (flag.equals("-F")) {
                configFile = Optional.of(new Located<>(value, at, variable));
            } else {
                String[] parts = value.strip().split("\\s*=\\s*|\\s+", 2);
                option(parts[0], parts.length < 2 ? "" : parts[1], parts[0], variable, at);
            }
        } else {
            refuse(word, variable, at);
            if (word.matches("-[BbDEeILOQRWw]") && rest.hasNext()) {
                rest.next();
            }
        }
    }

    private void option(String name, String value, String written, String variable, Position at) {
        Optional<String> known = SshOption.spelling(name).filter(option -> !value.isBlank());
        if (known.isEmpty()) {
            refuse(written, variable, at);
            return;
        }
        switch (SshOption.of(known.get())) {
            case FOLLOWED -> follow(known.get(), new Located<>(value.strip(), at, variable));
            case NEEDLESS -> {} // Aloft has its own way
            case NOT_FOLLOWED ->
                problems.warn(
                        at,
                        variable,
                        "ssh-option-not-followed",
                        "the option " + written + " is not followed",
                        "Nothing to do if the host is reached all the same.");
        }
    }

    /** What ssh_config has for the host; to be read after all arguments, which win over it. */
    void readConfig(List<SshConfigOption> found) {
        for (SshConfigOption option : found) {
            Optional<String> known = SshOption.spelling(option.keyword());
            if (known.isPresent() && option.value().isBlank()) {
                badConfig(option.at(), option.keyword(), "nothing follows the option");
            } else if (known.isPresent()) {
                readConfig(known.get(), option);
            } else if (!option.ignorable() && !OFF.contains(option.value().toLowerCase(Locale.ROOT))) {
                problems.add(
                        option.at(),
                        option.keyword(),
                        "unknown-ssh-option",
                        "the option is not followed, and may change how a host is reached",
                        "Keep it from Aloft's hosts by a Host block of its own, or name another file in"
                                + " ansible_ssh_common_args: -F FILE, or -F none.");
            }
        }
    }

    /** Of what is not followed there is no remark here: most of it is the distribution's, for all hosts. */
    private void readConfig(String name, SshConfigOption option) {
        switch (SshOption.of(name)) {
            case FOLLOWED ->
                configValue(name, option).ifPresent(value -> {
                    Located<String> located = new Located<>(value, option.at(), option.keyword());
                    if (name.equals("IdentityFile")) {
                        keyFilesOfConfig.add(located);
                    } else {
                        follow(name, located);
                    }
                });
            case NEEDLESS, NOT_FOLLOWED -> {}
        }
    }

    private Optional<String> configValue(String name, SshConfigOption option) {
        if (WHOLE_LINE.contains(name)) {
            return Optional.of(option.value());
        }
        try {
            List<String> words = SshConfigLine.words(option.value());
            if (SEVERAL_WORDS.contains(name)) {
                return Optional.of(option.value());
            }
            if (words.size() != 1) {
                badConfig(option.at(), option.keyword(), "takes one value: " + option.value());
            }
            return words.stream().findFirst();
        } catch (IllegalArgumentException e) {
            badConfig(option.at(), option.keyword(), e.getMessage());
            return Optional.empty();
        }
    }

    private void badConfig(Position at, String keyword, String message) {
        problems.add(at, keyword, "bad-ssh-config", message, "Correct the line; man ssh_config describes the option.");
    }

    /** Of the two kinds of proxy the first counts; {@code ProxyJump none} leaves room for a ProxyCommand. */
    private void follow(String name, Located<String> value) {
        if (name.equals("CertificateFile")) {
            certificateFiles.add(value);
            return;
        }
        boolean taken =
                switch (name) {
                    case "ProxyCommand" -> isNamed("ProxyJump");
                    case "ProxyJump" -> options.containsKey("ProxyCommand");
                    default -> false;
                };
        if (!taken) {
            options.putIfAbsent(name, value);
        }
    }

    private boolean isNamed(String option) {
        return named(option).isPresent();
    }

    /** The value, unless it is {@code none}. */
    private Optional<Located<String>> named(String option) {
        return Optional.ofNullable(options.get(option))
                .filter(written -> !written.value().equalsIgnoreCase("none"));
    }

    private void refuse(String option, String variable, Position at) {
        problems.add(
                at,
                variable,
                "unknown-ssh-option",
                "the option " + option + " is not understood",
                "Remove it, or write what it does in an option that ssh_config(5) describes.");
    }

    /** {@code -F}: the file that is read in place of all others; {@code none} for no file. */
    Optional<Located<String>> configFile() {
        return configFile;
    }

    /** {@code -i} or {@code -o IdentityFile}. */
    Optional<Located<String>> identityFile() {
        return Optional.ofNullable(options.get("IdentityFile"))
                .filter(file -> !file.value().equalsIgnoreCase("none"));
    }

    /** {@code IdentityFile} of ssh_config, each once. */
    List<Located<String>> keyFilesOfConfig() {
        return eachOnce(keyFilesOfConfig);
    }

    /** {@code CertificateFile}, each once. */
    List<Located<String>> certificateFiles() {
        return eachOnce(certificateFiles);
    }

    private static List<Located<String>> eachOnce(List<Located<String>> written) {
        Map<String, Located<String>> files = new LinkedHashMap<>();
        written.stream()
                .filter(file -> !file.value().equalsIgnoreCase("none"))
                .forEach(file -> files.putIfAbsent(file.value(), file));
        return List.copyOf(files.values());
    }

    /** {@code IdentityAgent}, as written. */
    Optional<Located<String>> identityAgent() {
        return Optional.ofNullable(options.get("IdentityAgent"));
    }

    /** {@code IdentitiesOnly}. */
    boolean identitiesOnly() {
        return Set.of("yes", "true")
                .contains(text("IdentitiesOnly").orElse("no").toLowerCase(Locale.ROOT));
    }

    /** {@code HostName}, with {@code %h} not yet replaced. */
    Optional<Located<String>> hostName() {
        return Optional.ofNullable(options.get("HostName"));
    }

    /** {@code HostKeyAlias}. */
    Optional<Located<String>> hostKeyAlias() {
        return Optional.ofNullable(options.get("HostKeyAlias"));
    }

    /** {@code -l} or {@code -o User}. */
    Optional<Located<String>> user() {
        return Optional.ofNullable(options.get("User"));
    }

    /** {@code -p} or {@code -o Port}, as written. */
    Optional<Located<String>> port() {
        return Optional.ofNullable(options.get("Port"));
    }

    /** What leads to the host, as written; empty if nothing is in between. */
    Optional<Located<String>> proxyAsWritten() {
        return named("ProxyJump").or(() -> named("ProxyCommand"));
    }

    /** {@code StrictHostKeyChecking}, as written. */
    Optional<Located<String>> hostKeyCheckingAsWritten() {
        return Optional.ofNullable(options.get("StrictHostKeyChecking"));
    }

    /** {@code none} switches a later one off, as in ssh_config(5). */
    Optional<Located<String>> proxyCommand() {
        return isNamed("ProxyJump") ? named("ProxyJump").flatMap(this::jump) : named("ProxyCommand");
    }

    private Optional<Located<String>> jump(Located<String> written) {
        Optional<String> command = ProxyJump.command(written.value(), configFile.map(Located::value));
        if (command.isEmpty()) {
            problems.add(
                    written.at(),
                    written.key(),
                    "bad-value",
                    "ProxyJump must be [user@]host[:port], with commas between several: " + written.value(),
                    "Write -J user@bastion.");
        }
        return command.map(written::with);
    }

    /** {@code UserKnownHostsFile}: the files named; empty if it was not given. */
    Optional<List<Located<String>>> userKnownHostsFiles() {
        return files("UserKnownHostsFile");
    }

    /** {@code GlobalKnownHostsFile}: the files named; empty if it was not given. */
    Optional<List<Located<String>>> globalKnownHostsFiles() {
        return files("GlobalKnownHostsFile");
    }

    private Optional<List<Located<String>>> files(String option) {
        return Optional.ofNullable(options.get(option)).map(written -> {
            try {
                return SshConfigLine.words(written.value()).stream()
                        .filter(word -> !word.equalsIgnoreCase("none"))
                        .map(written::with)
                        .toList();
            } catch (IllegalArgumentException e) {
                problems.add(written.at(), written.key(), "bad-ssh-arguments", e.getMessage(), "Close the quote.");
                return List.of();
            }
        });
    }

    private Optional<String> text(String option) {
        return Optional.ofNullable(options.get(option)).map(Located::value);
    }

    Optional<ConnectionSettings.HostKeyChecking> hostKeyChecking() {
        Located<String> written = options.get("StrictHostKeyChecking");
        if (written == null) {
            return Optional.empty();
        }
        return switch (written.value().toLowerCase(Locale.ROOT)) {
            case "yes", "ask", "true", "on" -> Optional.of(ConnectionSettings.HostKeyChecking.STRICT);
            case "accept-new" -> Optional.of(ConnectionSettings.HostKeyChecking.ACCEPT_NEW);
            case "no", "off", "false" -> Optional.of(ConnectionSettings.HostKeyChecking.OFF);
            default -> {
                problems.add(
                        written.at(),
                        written.key(),
                        "bad-value",
                        "StrictHostKeyChecking must be yes, accept-new, no or ask: " + written.value(),
                        "Write -o StrictHostKeyChecking=yes.");
                yield Optional.empty();
            }
        };
    }
}
