package org.aloft.cli.keepalived;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code vrrp_script}, {@code vrrp_track_process} and {@code track_file} as the topology's {@code track}. */
final class TrackerImport {
    private static final int DEFAULT_FILE_WEIGHT = 1;

    /**
     * A kind of definition.
     *
     * @param keywords what begins one, in every spelling
     * @param usedBy the block of an instance that names it
     * @param key where it goes in {@code track}
     * @param words keepalived's word → ours; a definition with any other word goes over as it is
     * @param times those of the words whose values are seconds
     */
    private record Kind(
            List<String> keywords,
            String usedBy,
            String key,
            Map<String, String> words,
            Set<String> times,
            int usualWeight) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    List.of("vrrp_script"),
                    "track_script",
                    "scripts",
                    Map.of(
                            "script",
                            "run",
                            "interval",
                            "interval",
                            "timeout",
                            "timeout",
                            "rise",
                            "rise",
                            "fall",
                            "fall",
                            "weight",
                            "weight",
                            "user",
                            "user"),
                    Set.of("interval", "timeout"),
                    0),
            new Kind(
                    List.of("vrrp_track_process", "track_process"),
                    "track_process",
                    "processes",
                    Map.of("process", "process", "quorum", "quorum", "delay", "delay", "weight", "weight"),
                    Set.of("delay"),
                    0),
            new Kind(
                    List.of("track_file", "vrrp_track_file"),
                    "track_file",
                    "files",
                    Map.of("file", "file", "weight", "weight"),
                    Set.of(),
                    DEFAULT_FILE_WEIGHT));

    private final Draft draft;

    /** Definition → what the topology would say of it. */
    private final Map<String, Map<String, Object>> said = new LinkedHashMap<>();

    TrackerImport(Draft draft) {
        this.draft = draft;
    }

    /** Finds what the topology could define; to be called before instances are read, which decide what it defines. */
    void offer() {
        for (Kind kind : KINDS) {
            for (String keyword : kind.keywords()) {
                draft.named(keyword).forEach((name, blocks) -> offer(kind, name, blocks));
            }
        }
    }

    private void offer(Kind kind, String name, Map<String, Statement> blocks) {
        boolean alike =
                blocks.values().stream().map(Statement::lines).distinct().count() == 1;
        Statement first = blocks.values().iterator().next();
        Optional<Map<String, Object>> words = words(kind, first);
        if (alike
                && words.isPresent()
                && draft.offer("track." + kind.key() + "." + name, List.copyOf(blocks.values()))) {
            String tracker = kind.usedBy() + " " + name;
            said.put(tracker, words.get());
            draft.canTrack(tracker, (Integer) words.get().getOrDefault("weight", kind.usualWeight()));
        }
    }

    private static Optional<Map<String, Object>> words(Kind kind, Statement definition) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (Statement line : definition.inner()) {
            String word = kind.words().get(line.keyword());
            Optional<Object> value =
                    word == null ? Optional.empty() : line.word().flatMap(text -> value(kind, word, text));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            words.put(word, value.get());
        }
        return Optional.of(words);
    }

    private static Optional<Object> value(Kind kind, String word, String text) {
        if (kind.times().contains(word)) {
            return Words.duration(text).map(time -> time);
        }
        return switch (word) {
            case "rise", "fall", "weight", "quorum" -> Words.number(text).map(number -> number);
            default -> Optional.of(text);
        };
    }

    /** Once instances have been read: what they name by the topology's words is defined there, all else as it is. */
    Map<String, Object> take() {
        Map<String, Object> track = new LinkedHashMap<>();
        for (Kind kind : KINDS) {
            Map<String, Object> defined = new LinkedHashMap<>();
            for (String keyword : kind.keywords()) {
                draft.named(keyword).forEach((name, blocks) -> {
                    String tracker = kind.usedBy() + " " + name;
                    if (said.containsKey(tracker) && draft.isTracked(tracker)) {
                        defined.put(name, said.get(tracker));
                    } else {
                        blocks.forEach(draft::keep);
                    }
                });
            }
            if (!defined.isEmpty()) {
                track.put(kind.key(), defined);
            }
        }
        return track;
    }
}
