package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.TopologyException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Walks the tables of keys. Each key must stand in a sample of {@code resources/every-property} at a value that differs
 * from its default, and the topology must be another one without it: a key that nobody reads, or that no sample has,
 * fails here.
 */
class KeyTableTest {
    private static final Path SAMPLES = Path.of("src/test/resources/every-property");
    private static final Path SCHEMA = Path.of("src/main/resources/org/aloft/topology/topology.schema.json");

    @TempDir
    private static Path folder;

    private static final Map<String, Object> samples = new LinkedHashMap<>();

    @BeforeAll
    static void readSamples() throws Exception {
        Files.copy(SAMPLES.resolve("hosts.ini"), folder.resolve("hosts.ini"));
        Files.copy(SAMPLES.resolve("motd.txt"), folder.resolve("motd.txt"));
        try (Stream<Path> files = Files.list(SAMPLES)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".yml"))
                    .sorted()
                    .toList()) {
                samples.put(file.getFileName().toString(), new Yaml().load(Files.readString(file)));
            }
        }
    }

    /** Dotted, with a star for a name that the user chooses, and [] for an item of a list. */
    static Stream<String> paths() {
        Map<String, Key<?>> leaves = new TreeMap<>();
        collect(TopologyBlock.KEYS, "", leaves);
        return leaves.keySet().stream();
    }

    private static void collect(Keys keys, String prefix, Map<String, Key<?>> leaves) {
        keys.all().forEach(key -> collect(key, key.shape(), prefix + key.name(), leaves));
    }

    private static void collect(Key<?> key, Shape shape, String path, Map<String, Key<?>> leaves) {
        if (shape instanceof Shape.Map map) {
            collect(map.keys(), path + ".", leaves);
        } else if (shape instanceof Shape.Names names) {
            collect(key, names.value(), path + ".*", leaves);
        } else if (shape instanceof Shape.Either either) {
            either.shapes().forEach(one -> collect(key, one, path, leaves));
        } else if (shape instanceof Shape.Many many) {
            leaves.put(path, key);
            if (hasKeys(many.item())) {
                collect(key, many.item(), path + ".[]", leaves);
            }
        } else if (!(shape instanceof Shape.Nothing) && !path.equals("verify.probe")) {
            leaves.put(path, key); // a TCP probe is the default, however it is written
        }
    }

    private static boolean hasKeys(Shape item) {
        return item instanceof Shape.Map
                || (item instanceof Shape.Either either
                        && either.shapes().stream().anyMatch(KeyTableTest::hasKeys));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void shouldMakeADifference(String path) throws Exception {
        Map<String, Key<?>> leaves = new TreeMap<>();
        collect(TopologyBlock.KEYS, "", leaves);
        Key<?> key = leaves.get(path);
        assertThat(key.help()).as("help of " + path).isNotEmpty();
        boolean found = false;
        for (Map.Entry<String, Object> sample : samples.entrySet()) {
            for (List<String> place : places(sample.getValue(), List.of(path.split("\\.", -1)))) {
                Object value = valueAt(sample.getValue(), place);
                if (value instanceof Map
                        || key.fallback().map(String.valueOf(value)::equals).orElse(false)) {
                    continue;
                }
                found = true;
                assertThat(told(without(sample.getValue(), place)))
                        .as(sample.getKey() + " without " + String.join(".", place))
                        .isNotEqualTo(told(sample.getValue()));
            }
        }
        assertThat(found)
                .as("a sample in which " + path + " differs from its default")
                .isTrue();
    }

    @Test
    void shouldReadEverySample() {
        samples.forEach((name, sample) -> assertThat(told(sample)).as(name).doesNotStartWith("refused"));
    }

    /** Run with {@code -Daloft.golden=write} to write it anew, then read the difference. */
    @Test
    void shouldKeepThePublishedSchemaInStep() throws Exception {
        if ("write".equals(System.getProperty("aloft.golden"))) {
            Files.createDirectories(SCHEMA.getParent());
            Files.writeString(SCHEMA, TopologySchema.json());
        }
        try (InputStream published = Files.newInputStream(SCHEMA)) {
            assertThat(new String(published.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(TopologySchema.json());
        }
    }

    /** Everything that a topology says, or why there is none. */
    private static String told(Object sample) {
        try {
            Topology topology =
                    new TopologyReader().read(Files.writeString(folder.resolve("t.yml"), new Yaml().dump(sample)));
            return String.join(
                    "\n",
                    topology.toString(),
                    topology.hostSettings().toString(),
                    topology.verification().toString());
        } catch (TopologyException e) {
            return "refused: " + e.getMessage();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<List<String>> places(Object value, List<String> path) {
        List<List<String>> places = new ArrayList<>();
        if (path.isEmpty()) {
            places.add(List.of());
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, below) -> {
                if (path.get(0).equals("*") || path.get(0).equals(name)) {
                    addPlaces(String.valueOf(name), below, path, places);
                }
            });
        } else if (value instanceof List<?> list && path.get(0).equals("[]")) {
            for (int index = 0; index < list.size(); index++) {
                addPlaces(String.valueOf(index), list.get(index), path, places);
            }
        }
        return places;
    }

    private static void addPlaces(String step, Object below, List<String> path, List<List<String>> places) {
        for (List<String> rest : places(below, path.subList(1, path.size()))) {
            List<String> place = new ArrayList<>(List.of(step));
            place.addAll(rest);
            places.add(place);
        }
    }

    private static Object valueAt(Object value, List<String> place) {
        return place.isEmpty() ? value : valueAt(step(value, place.get(0)), place.subList(1, place.size()));
    }

    /** What is below; keys may be numbers. */
    private static Object step(Object value, String step) {
        return value instanceof List<?> list
                ? list.get(Integer.parseInt(step))
                : ((Map<?, ?>) value)
                        .entrySet().stream()
                                .filter(entry -> String.valueOf(entry.getKey()).equals(step))
                                .findFirst()
                                .orElseThrow()
                                .getValue();
    }

    private static Object without(Object value, List<String> place) {
        List<String> rest = place.subList(1, place.size());
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            int index = Integer.parseInt(place.get(0));
            if (rest.isEmpty()) {
                copy.remove(index);
            } else {
                copy.set(index, without(list.get(index), rest));
            }
            return copy;
        }
        Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) value);
        Object key = copy.keySet().stream()
                .filter(name -> String.valueOf(name).equals(place.get(0)))
                .findFirst()
                .orElseThrow();
        if (rest.isEmpty()) {
            copy.remove(key);
        } else {
            copy.put(key, without(copy.get(key), rest));
        }
        return copy;
    }
}
