package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * The options of ssh(1) that an inventory may carry in {@code ansible_ssh_common_args}. Those that Aloft honours are
 * read; any other is a problem, for an option that is passed over in silence may be the one that kept a host safe.
 * As in ssh_config(5), the first of two equal options counts.
 */
final class SshArguments {
    private static final List<String> KNOWN = List.of("ProxyCommand", "UserKnownHostsFile", "StrictHostKeyChecking");

    private final Map<String, Located<String>> options = new LinkedHashMap<>();
    private final Problems problems;

    SshArguments(Problems problems) {
        this.problems = problems;
    }

    void read(String variable, Variable arguments) {
        try {
            List<String> words = new ArrayList<>();
            ShellWords.split(arguments.text(), false).forEach(word -> words.add(word.text()));
            for (int index = 0; index < words.size(); index++) {
                String word = words.get(index);
                if (word.equals("-o") && index + 1 < words.size()) {
                    option(words.get(++index), variable, arguments.at());
                } else if (word.startsWith("-o") && word.length() > 2) {
                    option(word.substring(2), variable, arguments.at());
                } else {
                    refuse(word, variable, arguments.at());
                    index += takesAValue(word) ? 1 : 0;
                }
            }
        } catch (IllegalArgumentException e) {
            problems.add(arguments.at(), variable, "bad-ssh-arguments", e.getMessage(), "Close the quote.");
        }
    }

    private static boolean takesAValue(String word) {
        return word.matches("-[BbcDEeFIiJLlmOopQRSWw]");
    }

    private void option(String option, String variable, Position at) {
        String[] parts = option.strip().split("\\s*=\\s*|\\s+", 2);
        Optional<String> known =
                KNOWN.stream().filter(name -> name.equalsIgnoreCase(parts[0])).findFirst();
        if (known.isEmpty() || parts.length < 2 || parts[1].isBlank()) {
            refuse(parts[0], variable, at);
        } else {
            options.putIfAbsent(known.get(), new Located<>(parts[1].strip(), at, variable));
        }
    }

    private void refuse(String option, String variable, Position at) {
        String name = option.toLowerCase(Locale.ROOT);
        String wayOut;
        if (name.startsWith("-j") || name.equals("proxyjump")) {
            wayOut = "Write the jump as -o ProxyCommand=\"ssh -W %h:%p JUMPHOST\".";
        } else if (name.startsWith("-p") || name.equals("port")) {
            wayOut = "Use ansible_port.";
        } else if (name.startsWith("-i") || name.equals("identityfile")) {
            wayOut = "Use ansible_ssh_private_key_file.";
        } else if (name.startsWith("-l") || name.equals("user")) {
            wayOut = "Use ansible_user.";
        } else {
            wayOut = "Remove it. Understood are -o with " + String.join(", ", KNOWN) + ".";
        }
        problems.add(at, variable, "unknown-ssh-option", "the option " + option + " is not understood", wayOut);
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
