package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.HomeFolder;

/**
 * The options of ssh(1) that an inventory may carry in {@code ansible_ssh_common_args}: see {@link SshOption}. One that
 * is not known is a problem, for an option that is passed over in silence may be the one that kept a host safe. As in
 * ssh_config(5), the first of two equal options counts.
 */
final class SshArguments {
    private final Map<String, Located<String>> options = new LinkedHashMap<>();
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
        } else if (flag.equals("-o") || valued.isPresent()) {
            String glued = word.substring(2);
            String value = glued.isEmpty() && rest.hasNext() ? rest.next().text() : glued;
            if (valued.isPresent()) {
                option(valued.get(), value, word, variable, at);
            } else {
                String[] parts = value.strip().split("\\s*=\\s*|\\s+", 2);
                option(parts[0], parts.length < 2 ? "" : parts[1], parts[0], variable, at);
            }
        } else {
            refuse(word, variable, at);
            if (word.matches("-[BbDEeFILOQRWw]") && rest.hasNext()) {
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
            case FOLLOWED -> {
                // Of these two the first counts, whichever it is.
                String key = known.get().equals("ProxyJump") ? "ProxyCommand" : known.get();
                options.putIfAbsent(
                        key, new Located<>(followed(known.get(), value.strip(), variable, at), at, variable));
            }
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

    private String followed(String option, String value, String variable, Position at) {
        if (!option.equals("ProxyJump") || value.equalsIgnoreCase("none")) {
            return value;
        }
        Optional<String> command = ProxyJump.command(value);
        if (command.isEmpty()) {
            problems.add(
                    at,
                    variable,
                    "bad-value",
                    "ProxyJump must be [user@]host[:port], with commas between several: " + value,
                    "Write -J user@bastion.");
        }
        return command.orElse("none");
    }

    private void refuse(String option, String variable, Position at) {
        problems.add(
                at,
                variable,
                "unknown-ssh-option",
                "the option " + option + " is not understood",
                option.startsWith("-F")
                        ? "Write here what that file says: -J JUMPHOST, -i KEY, -o UserKnownHostsFile=FILE; and"
                                + " ansible_host, ansible_user, ansible_port."
                        : "Remove it, or write what it does in an option that ssh_config(5) describes.");
    }

    /** {@code -i} or {@code -o IdentityFile}. */
    Optional<String> identityFile() {
        return Optional.ofNullable(options.get("IdentityFile"))
                .map(Located::value)
                .filter(file -> !file.equalsIgnoreCase("none"));
    }

    /** {@code -l} or {@code -o User}. */
    Optional<String> user() {
        return Optional.ofNullable(options.get("User")).map(Located::value);
    }

    /** {@code -p} or {@code -o Port}, as written. */
    Optional<Located<String>> port() {
        return Optional.ofNullable(options.get("Port"));
    }

    /** {@code none} switches an earlier one off, as in ssh_config(5). */
    Optional<String> proxyCommand() {
        return Optional.ofNullable(options.get("ProxyCommand"))
                .map(Located::value)
                .filter(command -> !command.equalsIgnoreCase("none"));
    }

    /** The files named, with {@code ~} resolved; none if the option was not given. */
    List<Path> knownHostsFiles() {
        Located<String> files = options.get("UserKnownHostsFile");
        return files == null
                ? List.of()
                : ShellWords.split(files.value(), false).stream()
                        .map(word -> HomeFolder.resolve(word.text()))
                        .toList();
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
