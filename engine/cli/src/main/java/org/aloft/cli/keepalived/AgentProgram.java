package org.aloft.cli.keepalived;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * aloftd on this machine, which reads keepalived.conf and does nothing else: the bundle, unpacked into a folder for its
 * owner alone that goes at the end. For one thread.
 */
public final class AgentProgram implements Closeable {
    private static final int VERSION = 1;
    private static final long LONGEST_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private AgentProgram(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks the bundle.
     *
     * @throws IOException when it cannot be unpacked
     */
    public static AgentProgram unpack(Path bundle) throws IOException, InterruptedException {
        AgentProgram program = new AgentProgram(Files.createTempDirectory("aloft-import"));
        try {
            Path agent = Files.createDirectory(program.folder.resolve("agent"));
            program.run(List.of("tar", "-xzf", bundle.toString(), "-C", agent.toString()));
            return program;
        } catch (IOException | InterruptedException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /** A folder for files that hold passwords; it goes with the program. */
    public Path folder() {
        return folder;
    }

    /**
     * What a file says.
     *
     * @param statements as they stand there
     * @param problems what is wrong with them
     * @param configuration what they come to; null of JSON when they cannot be used
     */
    record Document(List<Statement> statements, List<Problem> problems, JsonNode configuration) {}

    /**
     * Something about a line that the agent tells.
     *
     * @param error whether the file cannot be used for that
     */
    record Problem(boolean error, Statement.Place place, String message) {
        @Override
        public String toString() {
            return place + ": " + message;
        }
    }

    /**
     * Reads a file, and all that it includes.
     *
     * @param host what {@code @ID} lines are compared with
     * @throws IOException when it cannot be read
     */
    Document read(String host, Path file) throws IOException, InterruptedException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + (Files.exists(file) ? " may not be read" : " is not there"));
        }
        String program = folder.resolve("agent/bin/aloftd").toString();
        JsonNode root =
                JSON.readTree(run(List.of(program, "--print-config", "--config-id", host, "-f", file.toString())));
        if (root == null || root.path("version").asInt() != VERSION) {
            throw new IOException("this aloftd prints no configuration that this aloft understands");
        }
        List<Problem> problems = new ArrayList<>();
        for (JsonNode each : root.get("problems")) {
            problems.add(new Problem(
                    each.get("severity").asText().equals("ERROR"),
                    new Statement.Place(
                            each.get("file").asText(),
                            each.get("line").asInt(),
                            each.get("column").asInt()),
                    each.get("message").asText()));
        }
        return new Document(Statement.read(root.get("statements")), problems, root.get("configuration"));
    }

    /** Standard output; the exit code alone is no failure, for a file with mistakes is printed as well. */
    private byte[] run(List<String> words) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(errors.toFile())
                .start();
        try (InputStream output = process.getInputStream()) {
            byte[] printed = output.readAllBytes();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(words.get(0) + " does not end");
            }
            if (process.exitValue() != 0 && printed.length == 0) {
                throw new IOException(Files.readString(errors).strip());
            }
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
