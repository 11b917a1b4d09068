package org.aloft.plan.cluster;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a director's agent was told by a file in the language of keepalived.conf(5), as far as a change of it must be
 * ordered between hosts: what peers share, and which real servers it balances to. Words that matter for neither are
 * passed over.
 *
 * @param instances VRRP instances in the file's order
 * @param realServers {@code address:port} of real servers and sorry servers
 */
public record DirectorText(List<Instance> instances, Set<String> realServers) {
    /** A file that says nothing, or that is not there. */
    public static final DirectorText EMPTY = new DirectorText(List.of(), Set.of());

    public DirectorText {
        instances = List.copyOf(instances);
        realServers = Set.copyOf(realServers);
    }

    /**
     * A VRRP instance.
     *
     * @param name as the file calls it
     * @param priority 0 when the file does not say
     * @param vips without prefix lengths
     * @param shared what all members of the group must have the same: word → value; holds the password, so it is never
     *     shown
     */
    public record Instance(String name, int priority, Set<String> vips, Map<String, String> shared) {
        public Instance {
            vips = Set.copyOf(vips);
            shared = Map.copyOf(shared);
        }

        /** The words whose values differ from another's. */
        public List<String> differences(Instance other) {
            Set<String> words = new java.util.TreeSet<>(shared.keySet());
            words.addAll(other.shared.keySet());
            return words.stream()
                    .filter(word -> !shared.getOrDefault(word, "").equals(other.shared.getOrDefault(word, "")))
                    .toList();
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "Instance[" + name + "]";
        }
    }

    /** The instance of this name. */
    public Optional<Instance> instance(String name) {
        return instances.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The instance that holds one of these VIPs. */
    public Optional<Instance> holding(Set<String> vips) {
        return instances.stream()
                .filter(each -> each.vips().stream().anyMatch(vips::contains))
                .findFirst();
    }

    /** Seconds as keepalived.conf(5) takes them: {@code 1}, {@code 0.1}. */
    public static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    /** Reads a file's text; what cannot be understood is passed over. */
    public static DirectorText read(String text) {
        Reader reader = new Reader();
        text.lines().forEach(reader::line);
        return reader.result();
    }

    private static final class Reader {
        private final Deque<String> blocks = new ArrayDeque<>();
        private final List<Instance> instances = new ArrayList<>();
        private final Set<String> realServers = new LinkedHashSet<>();
        private final Map<String, String> defaults = new LinkedHashMap<>();
        private String name = "";
        private int priority;
        private Set<String> vips = new LinkedHashSet<>();
        private Map<String, String> shared = new LinkedHashMap<>();

        void line(String raw) {
            List<String> words = new ArrayList<>();
            for (String word : words(raw)) {
                switch (word) {
                    case "{" -> {
                        open(words);
                        words.clear();
                    }
                    case "}" -> {
                        words(words);
                        words.clear();
                        close();
                    }
                    default -> words.add(word);
                }
            }
            words(words);
        }

        /**
         * A brace is a word of its own, and a comment runs from # or ! to the end of the line; but not between double
         * quotes, which keep blanks as well (keepalived.conf(5)).
         */
        private static List<String> words(String line) {
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char letter = line.charAt(i);
                if (letter == '"') {
                    quoted = !quoted;
                } else if (quoted) {
                    word.append(letter);
                } else if (letter == '#' || letter == '!' || letter == '{' || letter == '}' || letter <= ' ') {
                    addTo(words, word);
                    if (letter == '#' || letter == '!') {
                        return words;
                    } else if (letter > ' ') {
                        words.add(String.valueOf(letter));
                    }
                } else {
                    word.append(letter);
                }
            }
            addTo(words, word);
            return words;
        }

        private static void addTo(List<String> words, StringBuilder word) {
            if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        }

        private void open(List<String> words) {
            String block = words.isEmpty() ? "" : words.get(0);
            blocks.push(block);
            if (block.equals("vrrp_instance")) {
                name = words.size() > 1 ? words.get(1) : "";
                priority = 0;
                vips = new LinkedHashSet<>();
                shared = new LinkedHashMap<>(defaults);
            } else if (block.equals("real_server")) {
                sendsTo(words);
            }
        }

        /** An address, and a port unless the packet's own stays. */
        private void sendsTo(List<String> words) {
            if (words.size() > 1) {
                realServers.add(words.get(1) + ":" + (words.size() > 2 ? words.get(2) : "0"));
            }
        }

        private void close() {
            if (!blocks.isEmpty() && blocks.pop().equals("vrrp_instance")) {
                instances.add(new Instance(name, priority, vips, shared));
            }
        }

        private void words(List<String> words) {
            if (words.isEmpty()) {
                return;
            }
            String value = words.size() > 1 ? words.get(1) : "";
            switch (blocks.isEmpty() ? "" : blocks.peek()) {
                case "global_defs" -> {
                    if (words.get(0).equals("vrrp_version")) {
                        defaults.put("version", value);
                    }
                }
                case "vrrp_instance" -> instanceWord(words.get(0), value);
                case "authentication" -> {
                    if (words.get(0).equals("auth_type") || words.get(0).equals("auth_pass")) {
                        shared.put("authentication", shared.getOrDefault("authentication", "") + value + " ");
                    }
                }
                case "virtual_server" -> {
                    if (words.get(0).equals("sorry_server")) {
                        sendsTo(words);
                    }
                }
                case "unicast_peer" ->
                    // Who the peers are is each router's own, but one that sends by multicast hears none of the others.
                    shared.put("unicast_peer", "yes");
                case "virtual_ipaddress", "virtual_ipaddress_excluded" ->
                    vips.add(words.get(0).replaceAll("/.*", ""));
                default -> {}
            }
        }

        private void instanceWord(String word, String value) {
            switch (word) {
                case "priority" -> priority = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0;
                case "virtual_router_id", "interface" -> shared.put(word, value);
                case "version" -> {
                    // Without the word it is 2, so that saying 2 is no difference.
                    shared.put(word, value);
                }
                case "advert_int" -> shared.put(word, value.replaceAll("\\.0*$", ""));
                default -> {}
            }
        }

        DirectorText result() {
            return new DirectorText(instances.stream().map(Reader::withDefaults).toList(), realServers);
        }

        private static Instance withDefaults(Instance instance) {
            Map<String, String> shared = new LinkedHashMap<>(instance.shared());
            shared.putIfAbsent("version", "2");
            shared.putIfAbsent("advert_int", "1");
            return new Instance(instance.name(), instance.priority(), instance.vips(), shared);
        }
    }
}
