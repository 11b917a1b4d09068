package org.aloft.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.resource.AgentBundle;

/**
 * What this copy of Aloft ships: the agent's bundle and the templates.
 *
 * @param home its folder; the launcher sets it as the property {@code aloft.home}
 */
record Installation(Path home) {

    static Installation ofProcess() {
        return new Installation(Path.of(System.getProperty("aloft.home", "")).toAbsolutePath());
    }

    /** The agent as it is sent to directors. */
    AgentBundle bundle() throws Failure {
        Path folder = home.resolve("engine/agent/target/bundle");
        Path properties = folder.resolve("bundle.properties");
        Properties bundle = new Properties();
        try (Reader reader = Files.newBufferedReader(properties)) {
            bundle.load(reader);
            Path file = folder.resolve(bundle.getProperty("file"));
            return new AgentBundle(
                    bundle.getProperty("id"),
                    bundle.getProperty("sha256"),
                    Files.size(file),
                    bundle.getProperty("architecture"),
                    file);
        } catch (IOException | RuntimeException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the agent's bundle is missing or damaged: " + properties + ": " + e.getMessage(),
                    "build it:  mvn -q -DskipTests package",
                    e);
        }
    }

    /** The templates; those in a folder {@code templates} beside the topology come first. */
    Templates templates(Path topologyFile) {
        Path beside = topologyFile.toAbsolutePath().resolveSibling("templates");
        return Templates.withOverrides(List.of(beside));
    }

    /**
     * The JSON Schema of what a command writes with {@code --json}.
     *
     * @param document its name without ending: {@code plan}
     */
    String schema(String document) throws Failure {
        Path folder = home.resolve("engine/cli/schemas");
        try (Stream<Path> files = Files.list(folder)) {
            List<String> known = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
            if (!known.contains(document)) {
                throw new Failure(
                        ExitCode.USAGE,
                        "there is no schema called " + document,
                        known.stream().collect(Collectors.joining(", ", "they are topology, ", "")));
            }
            return Files.readString(folder.resolve(document + ".json"));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the schemas are missing: " + folder + ": " + e.getMessage(),
                    "they belong to Aloft: fetch this copy of it again",
                    e);
        }
    }
}
