package org.aloft.topology.file;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.aloft.topology.model.Trackers;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code track} at the top of the file: what instances and sync groups can track, by name.
 *
 * <pre>{@code
 * track:
 *   scripts:
 *     nginx: {run: /usr/local/bin/check, interval: 2s, timeout: 2s, rise: 2, fall: 3, weight: -5, user: root}
 *   processes:
 *     haproxy: {process: haproxy, weight: -10, quorum: 1, delay: 500ms}
 *   files:
 *     maintenance: {file: /run/maintenance, weight: -100}
 * }</pre>
 *
 * @param names all that are written, those with mistakes in them too
 */
record TrackersBlock(
        List<Trackers.TrackedScript> scripts,
        List<Trackers.TrackedProcess> processes,
        List<Trackers.TrackedFile> files,
        Map<TrackBlock.Kind, Set<String>> names) {

    /** How the scripts are called in the agent's configuration that look at ports. */
    private static final String PORT_SCRIPT = "aloft_port_";

    private static final Key<String> RUN = Key.named("run", NameRule.COMMAND, "Put it into a script, and name that.")
            .required("run: /usr/local/bin/check")
            .help("A program with its arguments; all is well when it exits with 0.");
    private static final Key<Duration> INTERVAL = Key.time("interval", wholeSeconds("interval"), "Write 2s.")
            .otherwise("1s")
            .help("Time between two runs, in whole seconds.");
    private static final Key<Duration> TIMEOUT = Key.time("timeout", wholeSeconds("timeout"), "Write 2s.")
            .help("After this a run has failed; the interval unless said, in whole seconds.");
    private static final Key<Integer> RISE = Key.whole("rise", 1, 1000, "Write 2.")
            .otherwise("1")
            .help("Successes in a row until it counts as well again.");
    private static final Key<Integer> FALL =
            Key.whole("fall", 1, 1000, "Write 3.").otherwise("1").help("Failures in a row until it counts as failed.");
    private static final Key<Integer> WEIGHT = Key.whole("weight", -253, 253, "Write -10.")
            .otherwise("0")
            .help("What failing takes from the priority (-10), or being well adds to it (10); 0: VIPs are given up.");
    private static final Key<String> USER = Key.named("user", NameRule.USER, "Write root.")
            .help("As whom it runs, where that is not `global.script_user`.");
    private static final Keys SCRIPT_KEYS = Keys.of(RUN, INTERVAL, TIMEOUT, RISE, FALL, WEIGHT, USER)
            .alsoCalled("script", "Write `run: /usr/local/bin/check`.");

    private static final Key<String> PROCESS = Key.named("process", NameRule.PROCESS, "Write haproxy.")
            .required("process: haproxy")
            .help("The name of a program, or its path, that must run.");
    private static final Key<Integer> QUORUM =
            Key.whole("quorum", 1, 65535, "Write 1.").otherwise("1").help("How many of them must run.");
    private static final Key<Duration> DELAY = Key.time("delay", Duration.ZERO, Duration.ofHours(1), "Write 500ms.")
            .otherwise("0s")
            .help("How long a start or an end must last until it counts.");
    private static final Keys PROCESS_KEYS = Keys.of(PROCESS, QUORUM, DELAY, WEIGHT);

    private static final Key<String> FILE = Key.named("file", NameRule.WORD_PATH, "Write /run/maintenance.")
            .required("file: /run/maintenance")
            .help("A file that holds a number; one that is missing or empty counts as 0.");
    private static final Key<Integer> FILE_WEIGHT = Key.whole("weight", -254, 254, "Write 1.")
            .otherwise("1")
            .help("By what the number is multiplied before it is added to the priority; 0: VIPs are given up unless it"
                    + " is 0.");
    private static final Keys FILE_KEYS = Keys.of(FILE, FILE_WEIGHT);

    private static final Key<Void> SCRIPTS = Key.structure(
                    "scripts",
                    new Shape.Names(new Shape.Map(SCRIPT_KEYS)),
                    "scripts: {nginx: {run: /usr/local/bin/check}}")
            .help("Programs that say whether all is well.");
    private static final Key<Void> PROCESSES = Key.structure(
                    "processes",
                    new Shape.Names(new Shape.Map(PROCESS_KEYS)),
                    "processes: {haproxy: {process: haproxy}}")
            .help("Processes that must run.");
    private static final Key<Void> FILES = Key.structure(
                    "files",
                    new Shape.Names(new Shape.Map(FILE_KEYS)),
                    "files: {maintenance: {file: /run/maintenance}}")
            .help("Files that hold a number, which anybody can change.");
    private static final Keys TRACKERS_KEYS = Keys.of(SCRIPTS, PROCESSES, FILES);

    static final Key<Void> TRACK = Key.structure(
                    "track", new Shape.Map(TRACKERS_KEYS), "track: {scripts: {nginx: {run: /usr/local/bin/check}}}")
            .help("What `track` of instances and sync groups can name.");

    /** keepalived.conf(5): interval and timeout of a script have no fractions. */
    private static Function<String, Duration> wholeSeconds(String name) {
        return text -> {
            Duration duration = Values.duration(name, Duration.ofSeconds(1), Duration.ofDays(1))
                    .apply(text);
            if (duration.toMillis() % 1000 != 0) {
                throw new BadValue("out-of-range", name + " must be whole seconds: " + text);
            }
            return duration;
        };
    }

    static TrackersBlock none() {
        return new TrackersBlock(List.of(), List.of(), List.of(), Map.of());
    }

    static TrackersBlock read(Block block) {
        block.check(TRACKERS_KEYS);
        return new TrackersBlock(
                each(block, SCRIPTS, TrackersBlock::script),
                each(block, PROCESSES, TrackersBlock::process),
                each(block, FILES, TrackersBlock::file),
                Map.of(
                        TrackBlock.Kind.SCRIPTS,
                        names(block, SCRIPTS),
                        TrackBlock.Kind.PROCESSES,
                        names(block, PROCESSES),
                        TrackBlock.Kind.FILES,
                        names(block, FILES)));
    }

    private static Set<String> names(Block block, Key<Void> key) {
        Set<String> names = new LinkedHashSet<>();
        if (block.value(key.name()).orElse(null) instanceof YamlValue.Mapping map) {
            names.addAll(map.entries().keySet());
        }
        return names;
    }

    private static <T> List<T> each(Block block, Key<Void> key, BiFunction<String, Block, Optional<T>> reader) {
        List<T> all = new ArrayList<>();
        block.block(key).ifPresent(names -> {
            for (YamlValue.Entry entry : names.entries()) {
                String path = names.pathOf(entry.key());
                boolean sound = NameRules.check(
                        new Located<>(entry.key(), entry.keyAt(), path), NameRule.INSTANCE, block.problems());
                Block.of(entry.value(), path, block.template(), block.problems())
                        .flatMap(written -> reader.apply(entry.key(), written))
                        .filter(unused -> sound)
                        .ifPresent(all::add);
            }
        });
        return all;
    }

    private static Optional<Trackers.TrackedScript> script(String name, Block block) {
        block.check(SCRIPT_KEYS);
        if (name.startsWith(PORT_SCRIPT)) {
            block.problems()
                    .add(
                            block.at(),
                            block.path(),
                            "bad-name",
                            "a script's name must not begin with " + PORT_SCRIPT
                                    + ", as those do that look at `ports`: " + name,
                            "Choose another name.");
        }
        return block.read(RUN)
                .map(run -> new Trackers.TrackedScript(
                        name,
                        run.value(),
                        block.orFallback(INTERVAL),
                        block.read(TIMEOUT).map(Located::value),
                        block.orFallback(RISE),
                        block.orFallback(FALL),
                        block.orFallback(WEIGHT),
                        block.read(USER).map(Located::value)));
    }

    private static Optional<Trackers.TrackedProcess> process(String name, Block block) {
        block.check(PROCESS_KEYS);
        return block.read(PROCESS)
                .map(process -> new Trackers.TrackedProcess(
                        name,
                        process.value(),
                        block.orFallback(QUORUM),
                        block.orFallback(DELAY),
                        block.orFallback(WEIGHT)));
    }

    private static Optional<Trackers.TrackedFile> file(String name, Block block) {
        block.check(FILE_KEYS);
        return block.read(FILE)
                .map(file -> new Trackers.TrackedFile(name, file.value(), block.orFallback(FILE_WEIGHT)));
    }

    /** Name → weight of what is tracked in this way; those of ports are 0 unless said. */
    Map<String, Integer> weights(TrackBlock.Kind kind) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        switch (kind) {
            case SCRIPTS -> scripts.forEach(script -> weights.put(script.name(), script.weight()));
            case PROCESSES -> processes.forEach(process -> weights.put(process.name(), process.weight()));
            case FILES -> files.forEach(file -> weights.put(file.name(), file.weight()));
            case PORTS -> {}
        }
        return weights;
    }

    Trackers build() {
        return new Trackers(scripts, processes, files);
    }
}
