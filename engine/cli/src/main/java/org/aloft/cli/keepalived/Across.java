package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One block as several hosts have it. Whoever finds words for a statement takes it from here; what nobody takes is left
 * over as {@link Rest lines of keepalived.conf}. For one thread.
 */
final class Across {
    private final String name;
    private final Map<String, List<Statement>> byHost;
    private final List<Finding> findings;
    private final Set<Statement> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param name for messages: {@code VI_1}
     * @param byHost what stands in the block, host by host
     * @param findings where differences between hosts are told
     */
    Across(String name, Map<String, List<Statement>> byHost, List<Finding> findings) {
        this.name = name;
        this.byHost = new LinkedHashMap<>(byHost);
        this.findings = findings;
    }

    Set<String> hosts() {
        return byHost.keySet();
    }

    /** Whether some host says this. */
    boolean says(String keyword) {
        return byHost.values().stream()
                .anyMatch(block -> Source.last(block, keyword).isPresent());
    }

    /** All statements of a keyword, of all hosts. */
    List<Statement> all(String keyword) {
        return byHost.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.keyword().equals(keyword))
                .toList();
    }

    /** Nothing of this needs to be carried over. */
    void take(String keyword) {
        taken.addAll(all(keyword));
    }

    void take(Statement statement) {
        taken.add(statement);
    }

    /**
     * What a keyword says on each host that has it; empty where one of them cannot be understood, and then it is left.
     * Of several statements the last one counts.
     */
    <T> Optional<Map<String, T>> each(String keyword, Function<Statement, Optional<T>> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        for (Map.Entry<String, List<Statement>> host : byHost.entrySet()) {
            Optional<Statement> statement = Source.last(host.getValue(), keyword);
            if (statement.isPresent()) {
                Optional<T> value = reader.apply(statement.get());
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                values.put(host.getKey(), value.get());
            }
        }
        return Optional.of(values);
    }

    /** What a keyword says, where a topology has one value for all hosts; taken then. Empty: nobody says it. */
    <T> Optional<T> one(String keyword, Function<Statement, Optional<T>> reader) {
        Map<String, T> values = each(keyword, reader).orElse(Map.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        T first = values.values().iterator().next();
        boolean alike =
                values.size() == byHost.size() && Set.copyOf(values.values()).size() == 1;
        if (!alike) {
            tellDifference(keyword, values, first);
        }
        take(keyword);
        return Optional.of(first);
    }

    private <T> void tellDifference(String keyword, Map<String, T> values, T first) {
        List<String> said = new ArrayList<>();
        boolean secret = keyword.equals("authentication");
        for (String host : byHost.keySet()) {
            Object value = secret ? "one of its own" : values.get(host);
            said.add(host + " has " + (values.containsKey(host) ? value : "none"));
        }
        findings.add(Finding.lost(
                all(keyword).get(0),
                keyword + " of " + name + " differs between hosts, and the topology has one for all: "
                        + String.join(", ", said) + "; all get " + (secret ? "the first one" : first)));
    }

    /**
     * As {@link #one}, for a word that a topology with none stays silent about: where hosts differ it is not taken, and
     * goes over as lines of each host's own.
     */
    <T> Optional<T> alike(String keyword, Function<Statement, Optional<T>> reader) {
        Map<String, T> values = each(keyword, reader).orElse(Map.of());
        boolean alike =
                values.size() == byHost.size() && Set.copyOf(values.values()).size() == 1;
        return alike ? one(keyword, reader) : Optional.empty();
    }

    /** What nobody has taken. */
    Rest rest() {
        Map<List<String>, Set<String>> hostsOf = new LinkedHashMap<>();
        byHost.forEach((host, block) -> left(block)
                .forEach(each -> hostsOf.computeIfAbsent(each.lines(), unused -> new LinkedHashSet<>())
                        .add(host)));
        Map<List<String>, Statement> common = new LinkedHashMap<>();
        Map<String, List<Statement>> own = new LinkedHashMap<>();
        byHost.forEach((host, block) -> left(block).forEach(each -> {
            if (hostsOf.get(each.lines()).size() == byHost.size()) {
                common.putIfAbsent(each.lines(), each);
            } else {
                own.computeIfAbsent(host, unused -> new ArrayList<>()).add(each);
            }
        }));
        return new Rest(List.copyOf(common.values()), own);
    }

    private List<Statement> left(List<Statement> block) {
        return block.stream().filter(each -> !taken.contains(each)).toList();
    }
}
