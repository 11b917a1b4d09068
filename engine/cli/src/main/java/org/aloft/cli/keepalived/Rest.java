package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is left over of a block, and goes over as lines of keepalived.conf.
 *
 * @param common what all of its hosts say, in the same words
 * @param own host → what it says, and not all others
 */
record Rest(List<Statement> common, Map<String, List<Statement>> own) {
    /** Every inventory has this group, and it has every host. */
    private static final String ALL = "all";

    boolean isEmpty() {
        return common.isEmpty() && own.isEmpty();
    }

    Statement first() {
        return statements().findFirst().orElseThrow();
    }

    private Stream<Statement> statements() {
        return Stream.concat(common.stream(), own.values().stream().flatMap(List::stream));
    }

    /** With the lines of {@code global_defs} as such a block before all else, of each host its own. */
    Rest behind(Rest globals) {
        Map<String, List<Statement>> joined = new LinkedHashMap<>();
        globals.own.forEach((host, lines) -> joined.put(host, block(lines)));
        own.forEach((host, blocks) -> joined.merge(host, blocks, Rest::joined));
        return new Rest(joined(block(globals.common), common), joined);
    }

    private static List<Statement> block(List<Statement> globals) {
        return globals.isEmpty()
                ? List.of()
                : List.of(new Statement("global_defs", globals.get(0).place(), List.of(), Optional.of(globals)));
    }

    private static List<Statement> joined(List<Statement> first, List<Statement> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /**
     * What whoever imports should know of each line.
     *
     * @param where the block that it stands in: {@code VI_1}
     */
    List<Finding> findings(String where) {
        List<Finding> findings = new ArrayList<>();
        common.forEach(each -> findings.add(Finding.note(
                each, each.shown() + " of " + where + " stays as it is: the topology has no word for it here")));
        own.forEach((host, lines) -> lines.forEach(each -> findings.add(Finding.note(
                each, each.shown() + " of " + where + " stays as it is, as a line of " + host + " alone"))));
        return findings;
    }

    /** The words by which they begin, each once. */
    Set<String> keywords() {
        Set<String> keywords = new LinkedHashSet<>();
        statements().forEach(each -> keywords.add(each.keyword()));
        return keywords;
    }

    /** As the topology says it: lines for all, or by host. */
    Object yaml() {
        if (own.isEmpty()) {
            return lines(common);
        }
        Map<String, Object> byHost = new LinkedHashMap<>();
        if (!common.isEmpty()) {
            byHost.put(ALL, lines(common));
        }
        own.forEach((host, lines) -> byHost.put(host, lines(lines)));
        return byHost;
    }

    private static YamlText.Lines lines(List<Statement> statements) {
        return new YamlText.Lines(
                statements.stream().flatMap(each -> each.lines().stream()).toList());
    }
}
