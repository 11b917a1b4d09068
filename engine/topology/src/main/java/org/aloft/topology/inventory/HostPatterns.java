package org.aloft.topology.inventory;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.yaml.HomeFolder;
import org.aloft.topology.yaml.TextFile;

/**
 * Ansible's host patterns, as {@code --limit} takes them (ansible-core 2.14, {@code inventory/manager.py}).
 *
 * <pre>
 * web1,lb          a host, a group; commas between them, or colons
 * web*,w?b[12]     names that a shell would match
 * ~web[0-9]+       names that begin as the regular expression says
 * web[0] web[-1]   one of the group's hosts, counted from 0 or from the end
 * web[0:2] web[1:] from the first to the last, both included
 * all,&amp;web,!web3    those that are in web as well, and not web3; in whatever order they are written
 * &#64;hosts.txt       a pattern a line
 * </pre>
 *
 * <p>Other than in Ansible, a name that means no host is a mistake: with {@code !} in front, passing over it would
 * change a host that was to be left alone. Immutable.
 */
public final class HostPatterns {
    // Possessive throughout: java.util.regex goes back by recursion, and a long text would exhaust the stack.
    private static final Pattern SUBSCRIPTED =
            Pattern.compile("(.+)\\[(?:(-?[0-9]{1,9})|([0-9]{1,9})[:-]([0-9]{0,9}))]");
    /** What stands between colons: no colon and no bracket, or all that is in brackets. */
    private static final Pattern BETWEEN_COLONS = Pattern.compile("(?:[^\\s:\\[\\]]++|\\[[^]]*+])++");
    /** Only then is a name looked for among the hosts although it is a group's. */
    private static final Pattern WILD = Pattern.compile("[.?*\\[]");

    private static final Pattern PORT = Pattern.compile("\\[(.+)]:[0-9]+|((?:[^:\\[\\]]++|\\[[^]]*+])*+):[0-9]+");
    private static final String RANGE = "\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?]";
    private static final String LABEL = "(?:\\w|" + RANGE + ")(?:[\\w-]++|" + RANGE + ")*+(?<![_-])";
    private static final Pattern HOST_NAME = Pattern.compile(
            LABEL + "(?:\\." + LABEL + ")*+", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern IPV6_RANGE = Pattern.compile("\\[[0-9a-fA-F]+:[0-9a-fA-F]+(?::[0-9]+)?]");

    /** Longer than any name, and short enough for java.util.regex, which follows nested brackets by recursion. */
    private static final int LONGEST_EXPRESSION = 1000;

    private final InventoryNames names;

    /** Patterns that choose among these. */
    public HostPatterns(InventoryNames names) {
        this.names = names;
    }

    /**
     * The hosts that are meant, each once.
     *
     * @param written as typed
     * @throws TopologyException with what is wrong, named by {@code --limit}
     */
    public Set<String> hostsOf(String written) throws TopologyException {
        Problems problems = new Problems();
        Set<String> hosts = evaluate(inOrder(fromFiles(split(written), written, problems)), written, problems);
        if (hosts.isEmpty() && problems.count() == 0) {
            refuse(written, "no-hosts", "means no host at all", "See what is left when & and ! are applied.", problems);
        }
        problems.throwIfAny();
        return hosts;
    }

    private Set<String> evaluate(List<String> patterns, String written, Problems problems) {
        Set<String> hosts = new LinkedHashSet<>();
        for (String pattern : patterns) {
            boolean exclude = pattern.startsWith("!");
            boolean intersect = pattern.startsWith("&");
            if (names.hosts().contains(pattern)) {
                hosts.add(pattern);
                continue;
            }
            List<String> meant = matching(exclude || intersect ? pattern.substring(1) : pattern, written, problems);
            if (exclude) {
                meant.forEach(hosts::remove);
            } else if (intersect) {
                hosts.retainAll(Set.copyOf(meant));
            } else {
                hosts.addAll(meant);
            }
        }
        return hosts;
    }

    private List<String> matching(String pattern, String written, Problems problems) {
        Matcher subscript = SUBSCRIPTED.matcher(pattern);
        if (pattern.startsWith("~") || !subscript.matches()) {
            return named(pattern, written, problems);
        }
        List<String> all = named(subscript.group(1), written, problems);
        if (all.isEmpty()) {
            return all;
        }
        if (subscript.group(2) == null) {
            int end = subscript.group(4).isEmpty() ? all.size() : Integer.parseInt(subscript.group(4)) + 1;
            int start = Math.min(Integer.parseInt(subscript.group(3)), all.size());
            return start < end ? all.subList(start, Math.min(end, all.size())) : List.of();
        }
        int index = Integer.parseInt(subscript.group(2));
        int counted = index < 0 ? all.size() + index : index;
        if (counted < 0 || counted >= all.size()) {
            refuse(
                    written,
                    "out-of-range",
                    pattern + ": there are only " + all.size() + " hosts",
                    "Count from 0, or from -1 backwards.",
                    problems);
            return List.of();
        }
        return List.of(all.get(counted));
    }

    /** All that the name or expression fits, each once; none is a mistake. */
    private List<String> named(String expression, String written, Problems problems) {
        Optional<Predicate<String>> fits = predicate(expression, written, problems);
        if (fits.isEmpty()) {
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>();
        boolean group = false;
        for (Map.Entry<String, List<String>> entry : names.groups().entrySet()) {
            if (fits.get().test(entry.getKey())) {
                group = true;
                found.addAll(entry.getValue());
            }
        }
        if (!group || expression.startsWith("~") || WILD.matcher(expression).find()) {
            names.hosts().stream().filter(fits.get()).forEach(found::add);
        }
        if (found.isEmpty()) {
            refuse(
                    written,
                    "unknown-host",
                    group
                            ? "the group " + expression + " has no hosts"
                            : "no host and no group is called " + expression,
                    wayOut(expression),
                    problems);
        }
        return List.copyOf(found);
    }

    private String wayOut(String expression) {
        List<String> known = new ArrayList<>(names.groups().keySet());
        known.addAll(names.hosts());
        return Suggestion.fix(expression, known, "The inventory has");
    }

    private static Optional<Predicate<String>> predicate(String expression, String written, Problems problems) {
        if (expression.length() > LONGEST_EXPRESSION) {
            refuse(
                    written,
                    "bad-pattern",
                    "a pattern must have 1.." + LONGEST_EXPRESSION + " characters, but has " + expression.length(),
                    "Name a group, or write several patterns with commas between.",
                    problems);
            return Optional.empty();
        }
        try {
            if (expression.startsWith("~")) {
                Pattern pattern = Pattern.compile(expression.substring(1));
                return Optional.of(name -> pattern.matcher(name).lookingAt());
            }
            return Optional.of(ShellPattern.compile(expression));
        } catch (PatternSyntaxException e) {
            refuse(
                    written,
                    "bad-pattern",
                    expression + " is no regular expression: " + e.getDescription(),
                    "Write ~web[0-9]+, or a name.",
                    problems);
            return Optional.empty();
        }
    }

    /** First all that is added, then what is asked for beside it, then what is taken away. */
    private static List<String> inOrder(List<String> patterns) {
        List<String> regular = new ArrayList<>();
        List<String> others = new ArrayList<>();
        patterns.stream().filter(pattern -> pattern.startsWith("&")).forEach(others::add);
        patterns.stream().filter(pattern -> pattern.startsWith("!")).forEach(others::add);
        patterns.stream()
                .filter(pattern -> !pattern.startsWith("&") && !pattern.startsWith("!"))
                .forEach(regular::add);
        if (regular.isEmpty()) {
            regular.add(Inventory.ALL);
        }
        regular.addAll(others);
        return regular;
    }

    private static List<String> fromFiles(List<String> patterns, String written, Problems problems) {
        List<String> all = new ArrayList<>();
        for (String pattern : patterns) {
            if (pattern.startsWith("@")) {
                try {
                    TextFile.read(HomeFolder.resolve(pattern.substring(1)), place(written), "", problems)
                            .ifPresent(text -> text.lines()
                                    .map(String::strip)
                                    .filter(line -> !line.isEmpty())
                                    .forEach(all::add));
                } catch (InvalidPathException e) {
                    refuse(written, "bad-name", "@ must be followed by a file's path", "Write @hosts.txt.", problems);
                }
            } else {
                all.add(pattern);
            }
        }
        return all;
    }

    /** At commas; where there is none, at colons, unless it is one address or one range. */
    private static List<String> split(String written) {
        List<String> patterns = new ArrayList<>();
        if (written.contains(",")) {
            patterns.addAll(List.of(written.split(",", -1)));
        } else if (isAddress(written)) {
            patterns.add(written);
        } else {
            Matcher between = BETWEEN_COLONS.matcher(written);
            while (between.find()) {
                patterns.add(between.group());
            }
        }
        patterns.replaceAll(String::strip);
        patterns.removeIf(String::isEmpty);
        return patterns;
    }

    private static boolean isAddress(String written) {
        Matcher port = PORT.matcher(written);
        String host = !port.matches() ? written : port.group(1) != null ? port.group(1) : port.group(2);
        return HOST_NAME.matcher(host).matches()
                || IpPrefix.address(IPV6_RANGE.matcher(host).replaceAll("0")).isPresent();
    }

    private static void refuse(String written, String code, String message, String fix, Problems problems) {
        problems.add(place(written), "", code, message, fix);
    }

    private static Position place(String written) {
        return Position.typed("--limit " + written);
    }
}
