package org.aloft.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
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
}
