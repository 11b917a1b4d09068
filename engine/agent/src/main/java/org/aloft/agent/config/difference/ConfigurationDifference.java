package org.aloft.agent.config.difference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.text.Position;

/**
 * What a reload would change, in words. Pure, and complete by construction: it compares whatever the records of the
 * configuration hold, so that a new keyword needs no line here. What it says may reach everybody: of values that may
 * hold a token or a password it says that they change, not what they are ({@link Unsaid}).
 */
public final class ConfigurationDifference {
    /** About the reading, not about what was read. */
    private static final Set<String> NOT_COMPARED = Set.of("source", "warnings");

    /** Blocks that stand in a file once at the most, and so have no name of their own. */
    private static final Map<String, String> NAMES = Map.of("global", "global_defs", "ssl", "SSL");

    private final List<String> lines = new ArrayList<>();

    /** What instances of the old configuration are called in the new one, where that differs. */
    private final Map<String, String> renamed = new HashMap<>();

    private ConfigurationDifference() {}

    /**
     * One line a change, for people: blocks in the order of the file, those that go before those that come; first the
     * VIPs that change hands. No secrets stand in it: no arguments of commands, no paths of webhooks, no passwords.
     *
     * @return empty if nothing changes
     */
    public static List<String> between(Configuration before, Configuration after) {
        ConfigurationDifference difference = new ConfigurationDifference();
        difference.rename(before, after);
        difference.moves(before, after);
        List<RecordWords.Part> olds = RecordWords.saidParts(before);
        List<RecordWords.Part> news = RecordWords.saidParts(after);
        for (int index = 0; index < olds.size(); index++) {
            String word = olds.get(index).word();
            if (!NOT_COMPARED.contains(word)) {
                difference.part(
                        NAMES.getOrDefault(word, ""),
                        word,
                        olds.get(index).value(),
                        news.get(index).value());
            }
        }
        return List.copyOf(difference.lines);
    }

    /**
     * What instances of the one configuration are called in the other, where that differs: they are known by their VRRP
     * group. A name may go from one to another.
     */
    public static Map<String, String> renamed(Configuration before, Configuration after) {
        Map<String, String> names = new HashMap<>();
        pairs(before, after, (old, young) -> names.put(old.name(), young.name()));
        return names;
    }

    private static void pairs(
            Configuration before, Configuration after, BiConsumer<VrrpInstanceBlock, VrrpInstanceBlock> each) {
        for (VrrpInstanceBlock old : before.instances()) {
            after.instances().stream()
                    .filter(old::sharesGroupWith)
                    .filter(young -> !young.name().equals(old.name()))
                    .findFirst()
                    .ifPresent(young -> each.accept(old, young));
        }
    }

    /** An instance that is gone, and another one that speaks in the same VRRP group, are the same one. */
    private void rename(Configuration before, Configuration after) {
        pairs(before, after, (old, young) -> {
            if (isMissing(old, after) && isMissing(young, before)) {
                renamed.put(RecordWords.identity(old), RecordWords.identity(young));
            }
        });
    }

    private static boolean isMissing(VrrpInstanceBlock instance, Configuration configuration) {
        return configuration.instances().stream()
                .noneMatch(other -> other.name().equals(instance.name()));
    }

    /** VIPs that leave one instance and turn up in another. */
    private void moves(Configuration before, Configuration after) {
        Map<Object, String> holders = holders(before);
        holders(after).forEach((address, holder) -> {
            String previous = holders.get(address);
            if (previous != null && !renamed.getOrDefault(previous, previous).equals(holder)) {
                lines.add("the VIP " + address + " moves from " + previous + " to " + holder);
            }
        });
    }

    private static Map<Object, String> holders(Configuration configuration) {
        Map<Object, String> holders = new LinkedHashMap<>();
        for (VrrpInstanceBlock instance : configuration.instances()) {
            ConfigurationContents.in(instance.holding(), VirtualAddress.class)
                    .forEach(vip -> holders.put(RecordWords.text(vip.address()), "vrrp_instance " + instance.name()));
        }
        return holders;
    }

    private void part(String where, String word, Object before, Object after) {
        if (before.equals(after) || before instanceof Position) {
            return;
        }
        if (before instanceof Collection<?> olds && after instanceof Collection<?> news) {
            elements(where, word, olds, news);
        } else if (before instanceof Optional<?> old
                && after instanceof Optional<?> young
                && old.isPresent()
                && young.isPresent()) {
            part(where, word, old.get(), young.get());
        } else if (before instanceof Map<?, ?> olds && after instanceof Map<?, ?> news) {
            entries(where, word, olds, news);
        } else if (RecordWords.isBlock(before) && before.getClass() == after.getClass()) {
            words(where, before, after);
        } else {
            String from = RecordWords.text(before);
            String to = RecordWords.text(after);
            String change = from.equals(to) ? " changes" : ": " + from + " -> " + to;
            lines.add(prefix(where) + word + change);
        }
    }

    private void words(String where, Object before, Object after) {
        List<RecordWords.Part> olds = RecordWords.saidParts(before);
        List<RecordWords.Part> news = RecordWords.saidParts(after);
        for (int index = 0; index < olds.size(); index++) {
            part(
                    where,
                    olds.get(index).word(),
                    olds.get(index).value(),
                    news.get(index).value());
        }
    }

    private void entries(String where, String word, Map<?, ?> before, Map<?, ?> after) {
        before.forEach((key, old) -> {
            String entry = word + " " + RecordWords.text(key);
            Object young = after.get(key);
            if (young == null) {
                lines.add(prefix(where) + entry + " goes: " + RecordWords.text(old));
            } else {
                part(where, entry, old, young);
            }
        });
        after.forEach((key, young) -> {
            if (!before.containsKey(key)) {
                lines.add(prefix(where) + word + " " + RecordWords.text(key) + " comes: " + RecordWords.text(young));
            }
        });
    }

    private void elements(String where, String word, Collection<?> before, Collection<?> after) {
        Map<String, Object> olds = new LinkedHashMap<>();
        keyed(word, before).forEach((key, old) -> olds.put(renamed.getOrDefault(key, key), old));
        Map<String, Object> news = keyed(word, after);
        int unchanged = lines.size();
        olds.keySet().stream()
                .filter(key -> !news.containsKey(key))
                .forEach(key -> lines.add(prefix(where) + key + " goes"));
        news.forEach((key, young) -> {
            Object old = olds.get(key);
            if (old == null) {
                lines.add(prefix(where) + key + " comes");
            } else if (!old.equals(young)) {
                changed(prefix(where) + key, old, young);
            }
        });
        if (lines.size() == unchanged) {
            lines.add(prefix(where) + word + " change their order");
        }
    }

    private void changed(String where, Object before, Object after) {
        int unsaid = lines.size();
        if (before.getClass() == after.getClass() && before instanceof Record) {
            words(where, before, after);
        }
        if (lines.size() == unsaid) {
            lines.add(where + " changes");
        }
    }

    /** Blocks by their name, values by their text; a second one of the same name gets a number. */
    private static Map<String, Object> keyed(String word, Collection<?> elements) {
        Map<String, Object> keyed = new LinkedHashMap<>();
        for (Object element : elements) {
            String name = RecordWords.isBlock(element)
                    ? RecordWords.identity(element)
                    : word + " " + RecordWords.text(element);
            String key = name;
            for (int number = 2; keyed.containsKey(key); number++) {
                key = name + " (" + number + ")";
            }
            keyed.put(key, element);
        }
        return keyed;
    }

    private static String prefix(String where) {
        return where.isEmpty() ? "" : where + ": ";
    }
}
