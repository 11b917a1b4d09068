package org.aloft.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code track}, {@code notify} and {@code mail}, which an instance and a sync group have alike. */
final class Notices {
    private static final Map<String, String> PROGRAMS = programs();
    private static final List<String> TRACKED =
            List.of("track_script", "track_process", "track_file", "track_interface");

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
                block.one(keyword, Statement::word).ifPresent(command -> notify.put(key, command));
            }
        });
        if (!notify.isEmpty()) {
            yaml.put("notify", notify);
        }
        if (hasMail && block.says("smtp_alert")) {
            block.one("smtp_alert", Words::truth).filter(yes -> yes).ifPresent(yes -> yaml.put("mail", true));
        }
    }

    private Map<String, Object> track() {
        Map<String, Object> track = new LinkedHashMap<>();
        for (String keyword : TRACKED) {
            String key = key(keyword);
            if (block.says(keyword) && draft.offer(path + ".track." + key, block.all(keyword))) {
                block.one(keyword, list -> weights(keyword, list)).ifPresent(weights -> {
                    weights.keySet().forEach(name -> draft.track(keyword + " " + name));
                    track.put(key, shown(keyword, weights));
                });
            }
        }
        return track;
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
        return keyword.equals("track_interface") ? Optional.of(0) : draft.weightOf(keyword + " " + name);
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
