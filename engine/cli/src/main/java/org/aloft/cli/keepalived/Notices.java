package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code track}, {@code notify} and {@code mail}, which an instance and a sync group have alike. */
final class Notices {
    private static final Map<String, String> PROGRAMS = programs();
    private static final String INTERFACES = "track_interface";
    private static final List<String> TRACKED = List.of("track_script", "track_process", "track_file", INTERFACES);

    private final Draft draft;
    private final Across block;
    private final String path;

    /** @param path where it goes: {@code instances.VI_1} */
    Notices(Draft draft, Across block, String path) {
        this.draft = draft;
        this.block = block;
        this.path = path;
    }

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("notify_master", "active");
        programs.put("notify_backup", "backup");
        programs.put("notify_fault", "fault");
        programs.put("notify_stop", "stop");
        programs.put("notify", "any");
        return programs;
    }

    /** @param hasMail whether the topology says where mail goes */
    void addTo(Map<String, Object> yaml, boolean hasMail) {
        Map<String, Object> track = track();
        if (!track.isEmpty()) {
            yaml.put("track", track);
        }
        Map<String, Object> notify = new LinkedHashMap<>();
        PROGRAMS.forEach((keyword, key) -> {
            if (block.says(keyword) && draft.offer(path + ".notify." + key, block.all(keyword))) {
                block.alike(keyword, Statement::word).ifPresent(command -> notify.put(key, command));
            }
        });
        if (!notify.isEmpty()) {
            yaml.put("notify", notify);
        }
        if (hasMail && block.says("smtp_alert")) {
            block.alike("smtp_alert", Words::truth).filter(yes -> yes).ifPresent(yes -> yaml.put("mail", true));
        }
    }

    private Map<String, Object> track() {
        Map<String, Object> track = new LinkedHashMap<>();
        for (String keyword : TRACKED) {
            String key = key(keyword);
            if (block.says(keyword) && draft.offer(path + ".track." + key, block.all(keyword))) {
                block.alike(keyword, list -> weights(keyword, list))
                        .ifPresentOrElse(
                                weights -> {
                                    weights.keySet().forEach(name -> draft.track(keyword + " " + name));
                                    track.put(key, shown(keyword, weights));
                                },
                                () -> byHost(keyword).ifPresent(interfaces -> track.put(key, interfaces)));
            }
        }
        return track;
    }

    /** Interfaces that hosts call differently, one by one in the order of the files; taken then. */
    private Optional<List<Object>> byHost(String keyword) {
        Map<String, Map<String, Optional<Integer>>> found =
                block.each(keyword, list -> weights(keyword, list)).orElse(Map.of());
        boolean alike = keyword.equals(INTERFACES)
                && found.size() == block.hosts().size()
                && found.values().stream()
                                .map(weights -> List.copyOf(weights.values()))
                                .distinct()
                                .count()
                        == 1;
        if (!alike) {
            return Optional.empty();
        }
        List<Object> interfaces = new ArrayList<>();
        int many = found.values().iterator().next().size();
        for (int i = 0; i < many; i++) {
            interfaces.add(oneByHost(found, i));
        }
        block.take(keyword);
        return Optional.of(interfaces);
    }

    /** A name where it is the same for all. */
    private static Object oneByHost(Map<String, Map<String, Optional<Integer>>> found, int index) {
        Map<String, String> names = new LinkedHashMap<>();
        List<Optional<Integer>> weights = new ArrayList<>();
        found.forEach((host, ofHost) -> {
            names.put(host, List.copyOf(ofHost.keySet()).get(index));
            weights.add(List.copyOf(ofHost.values()).get(index));
        });
        Set<String> different = Set.copyOf(names.values());
        Object name = different.size() == 1 ? different.iterator().next() : names;
        if (weights.get(0).isEmpty() && different.size() == 1) {
            return name;
        }
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("interface", name);
        weights.get(0).ifPresent(weight -> item.put("weight", weight));
        return item;
    }

    private static String key(String keyword) {
        return switch (keyword) {
            case "track_script" -> "scripts";
            case "track_process" -> "processes";
            case "track_file" -> "files";
            default -> "interfaces";
        };
    }

    /** What is tracked → its weight here, empty for the one of its definition. */
    private Optional<Map<String, Optional<Integer>>> weights(String keyword, Statement list) {
        Map<String, Optional<Integer>> weights = new LinkedHashMap<>();
        for (Statement line : list.inner()) {
            Optional<Optional<Integer>> weight = weight(line.words());
            if (weight.isEmpty()
                    || usual(keyword, line.keyword()).isEmpty()
                    || line.block().isPresent()
                    || weights.containsKey(line.keyword())) {
                return Optional.empty();
            }
            weights.put(line.keyword(), weight.get());
        }
        return weights.isEmpty() ? Optional.empty() : Optional.of(weights);
    }

    private Optional<Integer> usual(String keyword, String name) {
        return keyword.equals(INTERFACES) ? Optional.of(0) : draft.weightOf(keyword + " " + name);
    }

    private static Optional<Optional<Integer>> weight(List<String> words) {
        if (words.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        Optional<Integer> weight =
                words.size() == 2 && words.get(0).equals("weight") ? Words.number(words.get(1)) : Optional.empty();
        return weight.isPresent() ? Optional.of(weight) : Optional.empty();
    }

    /** A list where nothing has a weight of its own; in a map each has one. */
    private Object shown(String keyword, Map<String, Optional<Integer>> weights) {
        if (weights.values().stream().allMatch(Optional::isEmpty)) {
            return new ArrayList<>(weights.keySet());
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        weights.forEach((name, weight) ->
                shown.put(name, weight.orElseGet(() -> usual(keyword, name).orElseThrow())));
        return shown;
    }
}
