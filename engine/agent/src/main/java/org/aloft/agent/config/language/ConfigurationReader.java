package org.aloft.agent.config.language;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ConfigurationSource;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Places;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.SourceFile;
import org.aloft.agent.config.text.SourceFiles;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.StatementParser;
import org.aloft.agent.config.text.Surroundings;

/** Reads files in keepalived.conf syntax. */
public final class ConfigurationReader {
    private ConfigurationReader() {}

    /** Reads and checks a file as this host does when no {@code --config-id} is given. */
    public static Configuration read(Path file) throws ConfigurationException {
        return read(file, Surroundings.ofThisHost(Optional.empty()));
    }

    /**
     * Reads and checks a file and all that it includes.
     *
     * @throws ConfigurationException with everything that is wrong, if it cannot be used; a missing file is one of
     *     those things
     */
    public static Configuration read(Path file, Surroundings surroundings) throws ConfigurationException {
        return readWithPlaces(file, surroundings).configuration();
    }

    /**
     * The same, and where everything stands.
     *
     * @throws ConfigurationException with everything that is wrong, if it cannot be used
     */
    public static Reading readWithPlaces(Path file, Surroundings surroundings) throws ConfigurationException {
        SourceFiles files = new SourceFiles();
        try {
            return parse(files.read(file), files, surroundings);
        } catch (IOException unreadable) {
            Position start = new Position(file.toString(), 1, 1);
            String message = unreadable.getMessage() + "; name another with -f FILE";
            throw new ConfigurationException(List.of(new Problem(start, Problem.Severity.ERROR, message)));
        }
    }

    /**
     * What stands in a file and in all that it includes, as written: definitions filled in, conditions decided. What is
     * wrong with it {@link #read} tells.
     *
     * @throws IOException if the file cannot be read
     */
    public static List<Statement> statements(Path file, Surroundings surroundings) throws IOException {
        SourceFiles files = new SourceFiles();
        return statements(files.read(file), files, surroundings, new Problems());
    }

    static Configuration parse(String file, byte[] content, Surroundings surroundings) throws ConfigurationException {
        SourceFiles files = new SourceFiles();
        return parse(files.known(Path.of(file), content), files, surroundings).configuration();
    }

    private static Reading parse(SourceFile file, SourceFiles files, Surroundings surroundings)
            throws ConfigurationException {
        Problems problems = new Problems();
        List<Statement> statements = statements(file, files, surroundings, problems);
        ConfigurationDraft draft = new ConfigurationDraft(statements);
        TopLevel.VOCABULARY.read(TopLevel.globalsFirst(statements), draft, problems);
        surroundings.namespace().ifPresent(name -> draft.global.process.namespace = Optional.of(name));
        GlobalDefinitions global = draft.global.finish(surroundings.hostName(), problems);
        draft.checkAcrossBlocks(problems);
        TrackingPlan tracking = draft.tracking.finish(draft.instances(), problems);
        if (problems.haveErrors()) {
            throw new ConfigurationException(problems.inOrder());
        }
        Places places = Places.of(statements, new Position(file.name(), 1, 1));
        return new Reading(
                new Configuration(
                        new ConfigurationSource(file.name(), files.names(), files.fingerprint()),
                        global,
                        draft.statics.finish(global.interfaces().defaultInterface()),
                        draft.instances(),
                        draft.syncGroups(),
                        tracking,
                        draft.virtualServers.groups(),
                        draft.virtualServers.servers(),
                        draft.ssl(),
                        problems.inOrder()),
                places);
    }

    private static List<Statement> statements(
            SourceFile file, SourceFiles files, Surroundings surroundings, Problems problems) {
        RandomGenerator random =
                new Random(); // the default of RandomGenerator is in a module that the bundle's runtime leaves out
        return StatementParser.read(file, surroundings, random, files, Vocabularies::use, problems).stream()
                .filter(surroundings.parts()::reads)
                .toList();
    }
}
